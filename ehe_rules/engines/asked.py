"""What a rule asks of the facts: each expression a column of its own, named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.refs import bound, tables_of
from ehe_rules.facts.terms import FirstFrom
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ehe_rules.facts.terms import Gaps, Term, TermList


class Asked:
    """The facts that a rule's forms speak of, each named once: what a statement repeats takes far longer to plan than to run."""

    def __init__(self, terms: TermList, columns: Iterable[str] = (), *, current: bool = False) -> None:
        """Ask for columns of the facts; `current`: their subjects are periods that count while they run."""
        self.terms = terms
        self.current = current
        self._names: dict[str, str] = {column: column for column in columns}

    def named(self, sql: str) -> str:
        """Return the column that holds an expression over the facts."""
        return self._names.setdefault(sql, sql if sql.isidentifier() else f"b{len(self._names)}")

    def columns(self) -> list[str]:
        """Return SQL: what is to be selected from the facts."""
        return [name if name == sql else f"{sql} AS {name}" for sql, name in self._names.items()]

    def of(self, term: Term, which: str) -> str:
        """Return the column of a term's own."""
        return self.named(f"{self.terms.prefix(term)}_{which}")

    def all_of(self, term: Term, columns: Iterable[str]) -> str:
        """Ask for several columns of a term, and return what their names begin with."""
        for column in columns:
            self.of(term, column)
        return self.terms.prefix(term)

    def dated(self, a: c.Dated, which: str) -> str:
        """Return the column of one bound of a date that a form speaks of."""
        return self.named(dated(a, which, self.terms))

    def asof(self, tables: Sequence[str]) -> str:
        """Return SQL: the day up to which all of these exports tell."""
        columns = [self.named(f"{table}_asof") for table in tables]
        return columns[0] if len(columns) == 1 else f"least({', '.join(columns)})"


def dated(a: c.Dated, which: str, terms: TermList) -> str:
    """Return SQL: one bound of a date that a form speaks of."""
    if isinstance(a, c.Joined):
        parts = [dated(p, which, terms) for p in a.parts]
        return f"{'least' if a.joined_by == 'or' else 'greatest'}({', '.join(parts)})"
    if isinstance(a, FirstFrom):
        return f"{terms.prefix(a)}_{which}"
    return bound(a, which, terms)


def exports_behind(a: c.Dated) -> list[str]:
    """Return the exports whose age matters where the date is not recorded."""
    if isinstance(a, c.Joined):
        return sorted({t for p in a.parts for t in exports_behind(p)})
    return tables_of(a.event if isinstance(a, FirstFrom) else a)


def exports_of_gaps(gaps: Gaps) -> list[str]:
    """Return the exports whose age matters to a recurrence: those of its entries, and of what ends it."""
    return sorted({t for ref in (*gaps.events, gaps.until.ref) for t in tables_of(ref)})


def exports_of_form(form: c.Form) -> list[str]:
    """Return the exports whose silence makes a form without a deadline fail; none where it asks for no entry."""
    match form:
        case c.Present(a) | c.After(a):
            return exports_behind(a)
        case c.Counted(s.Number(event=event)) if event is not None:
            return tables_of(event)
        case c.Tested(s.Includes(event) | s.OutcomeIs(event)):
            return tables_of(event)
    return []
