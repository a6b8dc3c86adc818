"""Which categories of a log gave events and which nothing: counted, never passed over in silence.

What looks like home education and gives nothing is a warning; a log none of whose categories the profile knows can
carry nothing, for its silence says nothing.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ehe_rules.exports.profile_table import squash
from ehe_rules.exports.schema import literal
from ehe_rules.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.lines import EntryLine
    from ehe_rules.problems import ProblemLog

LONGEST_NAME = 80
ACTIONS = " (actions)"
"""Said of a category where incident and action share a row, and it is the actions that are counted."""

_COUNTED = """
INSERT INTO categories
WITH hits AS (SELECT DISTINCT src, row FROM found),
rows AS (
    SELECT DISTINCT src, row, r.file, r.sheet, coalesce(left(concat_ws(' / ', category, subcategory), {longest}), '')
        || CASE WHEN o.part_of IS NOT NULL THEN '{actions}' ELSE '' END AS category
    FROM ready_rows r JOIN sources o USING (src))
SELECT r.src, r.file, r.sheet, r.category, count(*) AS rows, count(h.row) AS mapped
FROM rows r LEFT JOIN hits h USING (src, row) GROUP BY ALL ORDER BY file, sheet, category
"""

_LOOKS_LIKE_EHE = r"(?i)\bEHE\b|home.?educat|home.?school|electi|withdr[ae]w|off.?roll|de-?regist"

_TODO = (
    "Give the entry a subcategory that the profile knows, or begin it with those words (docs/exports.md lists them); "
    "or map the category in a profile of your own."
)


def prepare_categories(con: DuckDBPyConnection) -> None:
    """Make the table `categories`, empty: of each category of a sheet, how many rows it has and how many gave an event."""
    con.execute(
        "CREATE TABLE categories (src INTEGER, file VARCHAR, sheet VARCHAR, category VARCHAR, rows BIGINT, mapped BIGINT)"
    )


def count_categories(
    con: DuckDBPyConnection, log: ProblemLog, lines: Mapping[int, Sequence[EntryLine]]
) -> None:
    """Fill `categories`, and say what gave nothing and should be looked at."""
    con.execute(_COUNTED.format(longest=LONGEST_NAME, actions=ACTIONS))
    con.execute(
        "UPDATE sources SET note = concat_ws('; ', nullif(note, ''), passed.n || CASE WHEN passed.n = 1 THEN ' row' ELSE ' rows' END || ' of other categories passed over') FROM "
        "(SELECT src, sum(rows - mapped)::BIGINT AS n FROM categories GROUP BY src HAVING n > 0) passed WHERE passed.src = sources.src"
    )
    _list_likely(con, log, lines)
    for src, known in lines.items():
        if all(line.category for line in known):
            _if_none_known(con, log, src, known)


def _list_likely(con: DuckDBPyConnection, log: ProblemLog, lines: Mapping[int, Sequence[EntryLine]]) -> None:
    likely = con.execute(
        "SELECT src, file, sheet, category, rows - mapped FROM categories WHERE rows > mapped AND regexp_matches(category, ?)",
        [_LOOKS_LIKE_EHE],
    ).fetchall()
    for src, file, sheet, category, rows in likely:
        near = _nearest(category.removesuffix(ACTIONS), lines[src])
        message = f"{rows} row(s) of the category {category!r} gave nothing: no line of the profile fits them{near}."
        log.add(Problem("warning", file, sheet, 0, "category", category, message, _TODO))


def _nearest(category: str, lines: Sequence[EntryLine]) -> str:
    names = {squash(name): name for line in lines for name in (*line.category, *line.subcategory)}
    whole = {
        squash(first + second): f"{first} / {second}"
        for line in lines
        for first in line.category
        for second in line.subcategory
    }
    for said in (category, category.rpartition(" / ")[2]):
        known = whole if said == category else names
        close = get_close_matches(squash(said), list(known), n=1, cutoff=0.6)
        if close and squash(said) != close[0]:
            return f" (nearest: {known[close[0]]!r})"
    return ""


def _if_none_known(con: DuckDBPyConnection, log: ProblemLog, src: int, lines: Sequence[EntryLine]) -> None:
    names = ", ".join(sorted({literal(squash(name)) for line in lines for name in line.category}))
    none = con.execute(
        f"SELECT min(file), min(sheet), count(*) FROM ready_rows WHERE src = ? HAVING NOT bool_or(list_has_any(categories, [{names}]))",
        [src],
    ).fetchone()
    if none is None or not none[2]:
        return
    con.execute("UPDATE sources SET carries = [] WHERE src = ?", [src])
    message = "No category in this file is one that the profile maps: nothing can be told from it, not even that nothing was recorded."
    log.add(Problem("warning", none[0], none[1], 0, "category", "", message, _TODO))
