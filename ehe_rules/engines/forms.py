"""Each form as SQL over a row of facts: its status on the chain, and the dates that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CANNOT_TELL, CHAIN, DUE, LATE, MET, NOT_MET
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND, NEVER
from ehe_rules.facts.refs import amount_sql, bound, tables_of
from ehe_rules.facts.terms import FirstFrom

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ehe_rules.facts.terms import Term, TermList

NO_DAY = "NULL::INTEGER"
OF_GAPS = ("known", "sure", "open", "frozen", "open_over", "over", "entries", "due", "done")
"""The columns of a Gaps term (facts/gaps.py)."""


@dataclass(frozen=True)
class Judged:
    """SQL expressions of one form: status (0 to 4 on the chain), and due, done (days) and late (in its unit), or NULL.

    `late` is said in the columns of the other two: {due} and {done}.
    """

    status: str
    due: str = NO_DAY
    done: str = NO_DAY
    late: str = NO_DAY


class Facts:
    """The facts that a rule's forms speak of, each named once: what a statement repeats takes far longer to plan than to run."""

    def __init__(self, terms: TermList, columns: Iterable[str] = ()) -> None:
        """Ask for columns of the facts."""
        self.terms = terms
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


def judge(form: c.Form, facts: Facts, *, duty: bool = True) -> Judged:
    """Return the SQL of a form; a condition (not `duty`) takes the record as it stands: no export date, no closing."""
    match form:
        case c.Timed():
            return _timed(form, facts, duty=duty)
        case c.After():
            return _after(form, facts)
        case c.Present(a):
            lo, hi = facts.dated(a, "lo"), facts.dated(a, "hi")
            status = f"CASE WHEN {hi} < {NEVER} THEN {MET} WHEN {lo} >= {NEVER} THEN {NOT_MET} ELSE {CANNOT_TELL} END"
            return Judged(status, done=_certain(lo, hi))
        case c.Recurring():
            return _recurring(form, facts, duty=duty)
        case c.Tested(test):
            tv = facts.of(test, "tv")
            return Judged(f"CASE {tv} WHEN 2 THEN {MET} WHEN 0 THEN {NOT_MET} ELSE {CANNOT_TELL} END")
        case c.Counted():
            return _counted(form, facts)


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


def _certain(lo: str, hi: str) -> str:
    return f"CASE WHEN {lo} = {hi} AND {hi} < {BEYOND} THEN {lo} END"


def _timed(form: c.Timed, facts: Facts, *, duty: bool) -> Judged:
    alo, ahi, on_day = facts.dated(form.a, "lo"), facts.dated(form.a, "hi"), facts.named("on_day")
    limit = facts.terms.prefix(form.limit)
    less = " - 1" if form.day_before else ""
    llo, lhi = facts.named(f"{limit}_lo{less}"), facts.named(f"{limit}_hi{less}")
    never = f"{NEVER}{less}"
    with_a, without_a = (CHAIN.index(status) for status in form.no_limit)
    asof, closing = (
        (facts.asof(exports_behind(form.a)), facts.named("freeze_day")) if duty else (on_day, str(NEVER))
    )
    needs = (
        f"WHEN {facts.of(form.needs, 'hi')} >= {NEVER} THEN {CANNOT_TELL}" if form.needs is not None else ""
    )
    # What came after the case had closed does not count as done, as long as nothing was overdue by then.
    done_by_then = f" AND {ahi} <= {closing}" if without_a == DUE else ""
    unlimited = f"CASE WHEN {ahi} < {NEVER}{done_by_then} THEN {with_a} WHEN {alo} >= {NEVER} THEN {without_a} ELSE {CANNOT_TELL} END"
    if with_a == without_a:
        unlimited = str(with_a)
    still = f"({alo} >= {NEVER} AND {on_day} <= {llo}) OR ({alo} > {closing} AND {closing} <= {llo})"
    maybe = [f"WHEN {still} THEN {DUE}"] if without_a == DUE else []
    maybe += [f"WHEN {ahi} <= {llo}{done_by_then} THEN {MET}"] if with_a == MET else []
    unsure = f"CASE {' '.join(maybe)} ELSE {CANNOT_TELL} END" if maybe else str(CANNOT_TELL)
    # Where the limit itself is still to come, the case that closed first ended the duty.
    closed_first = (
        f"WHEN {alo} > {closing} AND {llo} >= {never} THEN {DUE}" if DUE in (with_a, without_a) else ""
    )
    too_early = f"WHEN {ahi} < {facts.of(form.early, 'lo')} THEN {NOT_MET}" if form.early else ""
    not_early = f"AND {alo} >= {facts.of(form.early, 'hi')}" if form.early else ""
    last_seen = facts.named("least(on_day, freeze_day)") if duty else on_day
    status = f"""CASE {needs}
      {closed_first}
      WHEN {llo} >= {never} THEN {unlimited}
      WHEN {lhi} >= {never} THEN {unsure}
      WHEN {alo} > {closing} AND {closing} <= {llo} THEN {DUE}
      WHEN {ahi} > {closing} AND {closing} <= {lhi} THEN {CANNOT_TELL}
      WHEN {ahi} < {NEVER} THEN CASE {too_early}
        WHEN {alo} > {lhi} THEN {LATE} WHEN {ahi} <= {llo} {not_early} THEN {MET} ELSE {CANNOT_TELL} END
      WHEN {alo} >= {NEVER} THEN CASE
        WHEN {last_seen} <= {llo} THEN {DUE}
        WHEN {last_seen} > {lhi} AND {lhi} <= {asof} THEN {NOT_MET}
        ELSE {CANNOT_TELL} END
      ELSE {CANNOT_TELL} END"""
    return Judged(status, _certain(llo, lhi), _certain(alo, ahi), _lateness(form, facts))


def _lateness(form: c.Timed, facts: Facts) -> str:
    """Return SQL: how far past its limit, in school days where the limit is; for what is not done, at the audit date."""
    missing = f"{facts.dated(form.a, 'lo')} >= {NEVER}"
    was_done = "{done} IS NOT NULL"
    if form.early is not None:
        # What was done too early is not done: it is as late as the audit date makes it.
        missing, was_done = f"({missing} OR {{done}} <= {{due}})", "{done} > {due}"
    amount = form.limit.amount
    if amount is None or amount.unit != "school days":
        return _excess(f"CASE WHEN {was_done} THEN {{done}} WHEN {missing} THEN on_day END", "{due}")
    n_lo, n_hi = facts.dated(form.a, "nlo"), facts.dated(form.a, "nhi")
    number = f"CASE WHEN {was_done} THEN CASE WHEN {n_lo} = {n_hi} THEN {n_lo} END WHEN {missing} THEN {facts.named('on_n')} END"
    # The end of a span is a day: how late something came after it can be told only where that day is certain.
    limit = facts.of(form.limit, "n")
    if form.needs is not None:
        limit = f"CASE WHEN {facts.of(form.limit, 'lo')} = {facts.of(form.limit, 'hi')} THEN {limit} END"
    return _excess(number, limit)


def _excess(value: str, limit: str) -> str:
    """Return SQL: by how much a value is more; NULL where it is not (`greatest` passes over a NULL)."""
    return f"nullif(greatest(({value}) - ({limit}), 0), 0)"


def _after(form: c.After, facts: Facts) -> Judged:
    alo, ahi = facts.dated(form.a, "lo"), facts.dated(form.a, "hi")
    b_lo, b_hi = facts.of(form.b, "lo"), facts.of(form.b, "hi")
    in_order, wrong = (
        (f"{alo} > {b_hi}", f"{ahi} <= {b_lo}") if form.strict else (f"{alo} >= {b_hi}", f"{ahi} < {b_lo}")
    )
    status = f"""CASE WHEN {alo} >= {NEVER} THEN {NOT_MET}
      WHEN {ahi} >= {NEVER} OR {b_hi} >= {NEVER} THEN {CANNOT_TELL}
      WHEN {in_order} THEN {MET} WHEN {wrong} THEN {NOT_MET} ELSE {CANNOT_TELL} END"""
    return Judged(status, done=_certain(alo, ahi))


def _recurring(form: c.Recurring, facts: Facts, *, duty: bool) -> Judged:
    p = facts.all_of(form.gaps, OF_GAPS)
    asof = (
        facts.asof(sorted({t for e in form.gaps.events for t in tables_of(e)}))
        if duty
        else facts.named("on_day")
    )
    waiting = f"({p}_open = 1 OR {p}_frozen = 1)" if duty else f"{p}_open = 1"
    over_open = f"{p}_open = 1 AND {p}_open_over > 0"
    amiss = f"{over_open} OR {p}_over > 0 OR ({waiting} AND {p}_entries = 0)"
    status = f"""CASE WHEN coalesce({p}_known, 0) = 0 OR ({p}_sure = 0 AND ({amiss})) THEN {CANNOT_TELL}
      WHEN {over_open} AND {p}_due <= {asof} THEN {NOT_MET}
      WHEN {p}_over > 0 THEN {LATE}
      WHEN {over_open} THEN {CANNOT_TELL}
      WHEN {waiting} AND {p}_entries = 0 THEN {DUE}
      ELSE {MET} END"""
    done = f"CASE WHEN {p}_known = 1 AND {p}_done < {NEVER} THEN {p}_done END"
    late = f"CASE WHEN {over_open} AND {p}_due <= {asof} THEN {p}_open_over ELSE {p}_over END"
    return Judged(status, f"CASE WHEN {p}_known = 1 THEN {p}_due END", done, late)


def _counted(form: c.Counted, facts: Facts) -> Judged:
    number = amount_sql(form.amount, facts.terms)
    n = number if number.isdigit() else facts.named(number)
    lo, hi = facts.of(form.number, "lo"), facts.of(form.number, "hi")
    true, false = {
        "<": (f"{hi} < {n}", f"{lo} >= {n}"),
        "<=": (f"{hi} <= {n}", f"{lo} > {n}"),
        ">": (f"{lo} > {n}", f"{hi} <= {n}"),
        ">=": (f"{lo} >= {n}", f"{hi} < {n}"),
        "=": (f"{lo} = {n} AND {hi} = {n}", f"{lo} > {n} OR {hi} < {n}"),
    }[form.operator]
    return Judged(f"CASE WHEN {true} THEN {MET} WHEN {false} THEN {NOT_MET} ELSE {CANNOT_TELL} END")
