"""Records of many small trusts as native tables, side by side in one, and the facts that the product makes of them.

A situation is a handful of roll rows and entries about pupils A and B at the schools `one` and `other`; each has schools and
pupils of its own, so that all are worked out in one pass.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from facts.marks_tables import add, rows_of
from rulebook.made import vocabulary

from ehe_rules.exports import from_frames
from ehe_rules.exports.upn import check_letter
from ehe_rules.facts.build import build_facts, list_terms, names_of
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS
from ehe_rules.facts.measures.yes_no import NEEDS
from ehe_rules.facts.prepare import prepare
from ehe_rules.facts.subjects.make import build_subjects
from ehe_rules.judge import audit_on, words_of
from ehe_rules.rulebook.syntax import Is, Number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ehe_rules.facts.terms import Term, TermList

Row = dict[str, str]
Situation = tuple[list[Row], list[Row]]
"""Roll rows and entries."""

ONE, OTHER = "one", "other"
_HALF_TERMS = (
    ("1", "2025-09-02", "2025-10-24"),
    ("2", "2025-11-03", "2025-12-19"),
    ("3", "2026-01-05", "2026-02-13"),
    ("4", "2026-02-23", "2026-03-27"),
)


def roll(who: str, entry_date: str, leaving: str = "", why: str = "EHE", **more: str) -> Row:
    """Give a roll row; `why` is the reason for a leaving. A pupil but A and B is known by an admission number alone."""
    reason = why if leaving else ""
    return {"who": who, "entry_date": entry_date, "leaving_date": leaving, "leaving_reason": reason, **more}


def entry(line: str, who: str = "A", **more: str) -> Row:
    """Give an entry from `DATE EVENT`; without a pupil it names nobody."""
    day, event = line.split()
    return {"who": who, "date": day, "event": event, **more}


def urn_of(place: int, school: str = ONE) -> str:
    """Return the URN of a situation's school."""
    return str(900001 + 2 * place + (school == OTHER))


def upn_of(place: int, who: str) -> str:
    """Return the UPN of a situation's pupil A or B (local authority 999 is none)."""
    digits = f"9992001{2 * place + (who == 'B'):05d}"
    return check_letter(digits) + digits


class Made:
    """The facts of one kind of subject in many situations."""

    def __init__(
        self,
        situations: Sequence[Situation],
        kind: str,
        terms: Sequence[Term],
        on: str = "2026-03-20",
        supplied: Sequence[str] = ("pupils", "events"),
    ) -> None:
        """Work them out, in one pass."""
        self.con, self.terms = _built(_tables(situations, supplied), kind, terms, on)
        self._rows = rows_of(self.con, kind)

    def of(self, place: int, school: str = ONE) -> list[dict[str, Any]]:
        """Return the facts of a situation's school, in order of subject."""
        return [row for row in self._rows if row["school"] == urn_of(place, school)]

    def bounds(self, place: int, term: Term, school: str = ONE) -> list[tuple[int, int]]:
        """Return the bounds of a date or number for each subject of a situation's school."""
        p = self.terms.prefix(term)
        return [(row[f"{p}_lo"], row[f"{p}_hi"]) for row in self.of(place, school)]


def _built(
    tables: dict[str, list[Row]], kind: str, terms: Sequence[Term], on: str
) -> tuple[duckdb.DuckDBPyConnection, TermList]:
    words = vocabulary()
    con = from_frames(tables, words_of(words)).con
    audit_on(con, date.fromisoformat(on))
    listed = list_terms([])
    for term in terms:
        needed = NUMBER_NEEDS.get(str(term.name), ()) if isinstance(term, Number) else ()
        for each in (*needed, *(NEEDS.get(term.column, ()) if isinstance(term, Is) else ()), term):
            add(listed, each)
    prepare(con, words, names_of(listed))
    build_subjects(con, words, [kind])
    build_facts(con, kind, listed)
    return con, listed


def _tables(situations: Sequence[Situation], supplied: Sequence[str]) -> dict[str, list[Row]]:
    schools = [urn_of(place, school) for place in range(len(situations)) for school in (ONE, OTHER)]
    half_terms = [{"half_term": n, "first_day": first, "last_day": last} for n, first, last in _HALF_TERMS]
    given = {
        "pupils": _even([_placed(p, row) for p, (rows, _) in enumerate(situations) for row in rows]),
        "events": _even([_placed(p, row) for p, (_, rows) in enumerate(situations) for row in rows]),
    }
    return {
        **{table: given[table] for table in supplied},
        "schools": [{"urn": urn, "name": f"Example School {urn}"} for urn in schools],
        "calendar": [{"academic_year": "2025/26", **row} for row in half_terms],
        "exports": [{"table": table, "school": urn} for table in supplied for urn in schools],
    }


def _placed(place: int, given: Row) -> Row:
    row = {"school": ONE, **given}
    who = row.pop("who")
    known = {"upn": upn_of(place, who)} if who in {"A", "B"} else {"admission_no": who}
    return {**row, **known, "school": urn_of(place, row["school"])}


def _even(rows: list[Row]) -> list[Row]:
    """Give every row every column."""
    columns = dict.fromkeys(["upn", *(name for row in rows for name in row)])
    return [{name: row.get(name, "") for name in columns} for row in rows]
