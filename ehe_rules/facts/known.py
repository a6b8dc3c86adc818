"""Whether a kind of event can be on record for a subject at all: only then does nothing recorded mean that nothing was done.

Kinds that some export can hold, and those of which a subject has an entry, are a bit each of one number for all:
a column and an aggregate for each of them would take longer to plan than to run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, SCHOOL_YEAR
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.record.exported import REACHES
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.record.family import ON_RECORD
from ehe_rules.facts.record.owners import SCHOOLS_AND_OWNERS
from ehe_rules.facts.record.register import ON_REGISTER, REGISTER_AGREED
from ehe_rules.facts.subjects.authority import CERTAIN
from ehe_rules.facts.subjects.kinds import PERIOD_ENDS
from ehe_rules.facts.subjects.reviews import CASES_EXAMINED
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Collection

ROLL_EVENTS = {
    "off_rolled": "b.roll_known",
    "left_roll": "b.roll_known",
    "on_rolled": "b.entry_known",
    "attended_after_notice": "b.marks_supplied AND b.roll IS NOT NULL",
    **dict.fromkeys(
        FROM_MARKS, "b.marks_supplied AND b.roll IS NOT NULL AND b.school IN (SELECT school FROM mark_spans)"
    ),
    "anxiety_pattern": "b.roll IS NOT NULL AND b.school IN (SELECT school FROM speak_of_anxiety s SEMI JOIN mark_spans USING (school))",
    FAMILY_EVENT: ON_RECORD,
    ON_REGISTER: "b.roll IS NOT NULL AND b.school IN (SELECT school FROM register_supplied)",
    **dict.fromkeys((*PERIOD_ENDS, REGISTER_AGREED, CASES_EXAMINED, *CERTAIN), "true"),
}
"""SQL over the subject (alias b): what must have been supplied for events that the tool dates itself."""

_REACHED = f"NOT coalesce(b.open_day < r.from_date - {EPOCH}, false)"
"""SQL: whether the log reaches back to the subject's first day. A month is a subject for its marks too: of one that begins before
the log does, the log cannot tell that nothing was done."""

_YEAR_BEGUN = f"make_date({SCHOOL_YEAR.format(f'({EPOCH} + b.own_day)')}, 8, 1) - {EPOCH}"
"""SQL: the 1 August before the subject's own day."""


class Known:
    """Which of some kinds of event can be on record, a column of `known_sql` for each."""

    def __init__(self, events: Collection[str]) -> None:
        """Give each kind its bit."""
        self._places = {event: place for place, event in enumerate(sorted(set(events)))}

    def column(self, event: str) -> str:
        """Return the column that says whether the kind can be on record for the subject."""
        return f"k{self._places[event]}"

    def known_sql(self, facts: str, kind: str) -> str:
        """Return SQL: a row for each subject of the table `facts`, with the columns of the kinds."""
        reached, joined = (
            (_REACHED, f"LEFT JOIN ({REACHES}) r ON r.school = b.school")
            if kind == "school_month"
            else ("true", "")
        )
        columns = {self.column(event): self._sql(event, reached) for event in self._places}
        listed = "".join(f", coalesce({sql}, false) AS {name}" for name, sql in columns.items())
        return f"""SELECT b.subject{listed} FROM {facts} b LEFT JOIN ({self._of_schools()}) k ON k.school = b.school {joined}
          LEFT JOIN ({self._of_subjects(kind)}) e ON e.subject = b.subject LEFT JOIN ({self._unclear(kind)}) d ON d.subject = b.subject
          LEFT JOIN ({self._beside(facts)}) h ON h.subject = b.subject"""

    def _of_schools(self) -> str:
        """Return SQL: for each school the kinds that some export of it can hold."""
        return f"""SELECT s.school, {self._bits("c.event")} AS held
          FROM {SCHOOLS_AND_OWNERS} s LEFT JOIN held c USING (school) GROUP BY s.school"""

    def _beside(self, facts: str) -> str:
        """Return SQL: the agreements that are known not to stand, for what they would stand in place of is logged that school year."""
        return f"""SELECT b.subject, {self._bits("c.event")} AS replaced FROM {facts} b
          JOIN beside c ON c.school = b.school AND c.last_day >= {_YEAR_BEGUN} GROUP BY b.subject"""

    def _of_subjects(self, kind: str) -> str:
        """Return SQL: the kinds of which a subject has an entry."""
        return f"SELECT m.subject, {self._bits('m.event')} AS seen FROM members_{kind} m GROUP BY m.subject"

    def _unclear(self, kind: str) -> str:
        """Return SQL: the kinds of which the record leaves open when, or whether, one was done for a subject."""
        return f"""SELECT u.subject, {self._bits("u.event")} AS doubt, bool_or(u.scope = 'case') AS doubt_any
          FROM unclear_{kind} u GROUP BY u.subject"""

    def _sql(self, event: str, reached: str) -> str:
        """Return SQL: whether the kind can be on record (NULL: it cannot); `reached`: whether the log reaches back so far."""
        place = self._places[event]
        seen = f"(get_bit(e.seen, {place}) = 1 OR get_bit(h.replaced, {place}) = 1)"
        if event in ROLL_EVENTS:
            return f"({ROLL_EVENTS[event]} OR {seen})"
        doubt = "d.doubt_any" if event == s.ANY_ENTRY else f"get_bit(d.doubt, {place}) = 1"
        return f"({reached} AND NOT coalesce({doubt}, false) AND (get_bit(k.held, {place}) = 1 OR {seen}))"

    def _bits(self, event: str) -> str:
        places = " ".join(f"WHEN '{name}' THEN {place}" for name, place in self._places.items())
        placed = f"CASE {event} {places} END" if places else "NULL::INTEGER"
        return f"bitstring_agg({placed}, 0, {max(len(self._places) - 1, 0)})"
