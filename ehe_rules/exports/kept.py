"""Which rows of a sheet count at all: told by the profile's words for cells such as `Done`, `Deleted` or `Status`.

A cell says a word if it begins with it ("Yes - AE", "Deleted by AE"), and a date says yes: nobody writes a day beside what was
not done. What is doubtful, or neither yes nor no, is listed; its row is an entry that may have been made or not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.exports.schema import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ehe_rules.exports.profile_table import TableProfile
    from ehe_rules.problems import ProblemLog

_DAY = r"^(\d{1,2}[-/.]\d{1,2}([-/.](\d{4}|\d{2}))?|\d{4}-\d{2}-\d{2}|\d{5}(\.\d+)?|\d{1,2}(st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*( \d{2,4})?)($|[^\d/.-])"
DOUBT = r"[?]|\b(not|planned|tbc|tba|to be|due|will|cancel\w*|postponed)\b"
"""Words beside a date or a tick that take it back, in small letters."""

_UNSURE = """
SELECT o.file, o.sheet, u.row, u.column_name, u.cell, 'It cannot be told whether this says yes or no: what hangs on the row counts as not known.'
FROM unsure_rows u JOIN sources o USING (src)
"""


def conditions(table: TableProfile, cells: Mapping[str, str]) -> Iterator[str]:
    """Give the SQL conditions of a row's being taken at all; `cells` is the SQL of each column that is there."""
    if table.others == "skip":
        for column, words in table.values.items():
            if words and column in cells:
                yield f"said({cells[column]}) IN ({', '.join(map(spoken, words))})"
    for column, counting in table.only_if.items():
        if column in cells:
            yield _says(cells[column], counting, dated=True, surely=True)
    for column, refusing in table.not_if.items():
        if column in cells and column not in table.only_if:
            # only what asks for yes or no is answered by a date: "Closed 12/01/2026" is no deletion
            yield f"NOT {_says(cells[column], refusing, dated='yes' in refusing)}"


def unsure(table: TableProfile, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each column that may say neither that a row counts nor that it does not, with the SQL condition of such a row."""
    for column, refusing in table.not_if.items():
        if column in cells and column in table.only_if:
            cell = cells[column]
            neither = f"NOT {_says(cell, table.only_if[column], dated=True, surely=True)} AND NOT {_says(cell, refusing, dated=False)}"
            yield column, f"{cell} IS NOT NULL AND {neither}"


def list_unsure(log: ProblemLog) -> None:
    """List the rows of which a cell says neither yes nor no."""
    log.add_rows(
        "error", _UNSURE, "Write yes, or the day on which it was done; leave it blank if it was not."
    )


def spoken(text: str) -> str:
    """Give a profile's word as an SQL literal, as `said` gives the cell that it is compared with."""
    return literal(" ".join(text.split()).lower())


def _says(cell: str, words: Sequence[str], *, dated: bool, surely: bool = False) -> str:
    """Give the SQL that tells whether a cell is one of the words, or begins with one that has a letter or is a tick.

    `dated`: or is a date; `surely`: what begins so must not be taken back by what follows.
    """
    begins = "|".join(re.escape(" ".join(word.split()).lower()) for word in words if _is_word(word))
    found = [f"said({cell}) IN ({', '.join(map(spoken, words))})"]
    clear = f" AND NOT regexp_matches(said({cell}), {literal(DOUBT)})" if surely else ""
    openings = [rf"^({begins})($|[^\pL\pN])"] if begins else []
    openings += [_DAY] if dated else []
    found += [f"(regexp_matches(said({cell}), {literal(opening)}){clear})" for opening in openings]
    return f"coalesce({' OR '.join(found)}, false)"


def _is_word(word: str) -> bool:
    return any(letter.isalpha() or not letter.isascii() for letter in word)
