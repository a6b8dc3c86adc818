"""SQL for tests of an entry (alias m), and the entries of every subject with what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.qualify import qualifies
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Collection


class Tests:
    """Tests of an entry, each worked out once as a column: repeated in every figure they would take longer to plan than to run."""

    def __init__(self) -> None:
        """Ask for nothing yet."""
        self.columns: dict[str, str] = {}

    def named(self, sql: str) -> str:
        """Return the column (of alias m) that holds what the SQL over m comes to."""
        return f"m.{self.columns.setdefault(sql, f'q{len(self.columns)}')}"

    def qualified(self, event: s.EventRef) -> str:
        """Return the column that says whether the entry is of the event and qualifies (0, 1, 2)."""
        return self.named(f"CASE WHEN {is_of(event.event)} THEN {qualifies(event)} ELSE 0 END")

    def entries(self, kind: str, events: Collection[str], facts: str = "") -> str:
        """Return SQL: the entries of every subject with the columns asked for, and those of `facts` (by subject), if given."""
        any_entry = f", {which_entries(s.ANY_ENTRY, kind)} AS is_any" if s.ANY_ENTRY in events else ""
        columns = "".join(f", {sql} AS {name}" for sql, name in self.columns.items())
        joined = f"JOIN {facts} f USING (subject)" if facts else ""
        return f"""(
      SELECT m.*{", f.* EXCLUDE (subject)" if facts else ""}{columns} FROM (SELECT m.*{any_entry} FROM members_{kind} m) m {joined})"""


def only(test: str, value: str = "1") -> str:
    """Return SQL: a value where a test holds, NULL (which aggregates pass over) elsewhere.

    Not FILTER: for each of those DuckDB sets memory aside for the arguments of all, and here are hundreds.
    """
    return f"CASE WHEN {test} THEN {value} END"


def is_of(event: str) -> str:
    """Return SQL: whether the entry m is of the event."""
    return "m.is_any" if event == s.ANY_ENTRY else f"m.event = '{event}'"


def which_entries(event: str, kind: str) -> str:
    """Return SQL: which members (alias m) are entries of the event; `any_entry` is any case-scoped one but the opening."""
    if event != s.ANY_ENTRY:
        return f"m.event = '{event}'"
    return (
        f"m.scope = 'case' AND m.roll IS NULL AND NOT EXISTS (FROM subjects_{kind} b "
        "WHERE b.subject = m.subject AND b.opened_by = m.event AND b.open_day = m.day)"
    )
