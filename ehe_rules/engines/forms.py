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
    from ehe_rules.facts.terms import TermList

NO_DAY = "NULL::INTEGER"


@dataclass(frozen=True)
class Judged:
    """SQL expressions of one form: status (0 to 4 on the chain), and due, done (days) and late (in its unit), or NULL."""

    status: str
    due: str = NO_DAY
    done: str = NO_DAY
    late: str = NO_DAY


def judge(form: c.Form, terms: TermList, *, duty: bool = True) -> Judged:
    """Return the SQL of a form; a condition (not `duty`) takes the record as it stands: no export date, no closing."""
    match form:
        case c.Timed():
            return _timed(form, terms, duty=duty)
        case c.After():
            return _after(form, terms)
        case c.Present(a):
            lo, hi = dated(a, "lo", terms), dated(a, "hi", terms)
            status = f"CASE WHEN {hi} < {NEVER} THEN {MET} WHEN {lo} >= {NEVER} THEN {NOT_MET} ELSE {CANNOT_TELL} END"
            return Judged(status, done=_certain(lo, hi))
        case c.Recurring():
            return _recurring(form, terms, duty=duty)
        case c.Tested(test):
            tv = f"{terms.prefix(test)}_tv"
            return Judged(f"CASE {tv} WHEN 2 THEN {MET} WHEN 0 THEN {NOT_MET} ELSE {CANNOT_TELL} END")
        case c.Counted():
            return _counted(form, terms)


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


def _asof(tables: list[str]) -> str:
    columns = [f"{t}_asof" for t in tables]
    return columns[0] if len(columns) == 1 else f"least({', '.join(columns)})"


def _certain(lo: str, hi: str) -> str:
    return f"CASE WHEN {lo} = {hi} AND {hi} < {BEYOND} THEN {lo} END"


def _timed(form: c.Timed, terms: TermList, *, duty: bool) -> Judged:
    alo, ahi = dated(form.a, "lo", terms), dated(form.a, "hi", terms)
    limit = terms.prefix(form.limit)
    less = " - 1" if form.day_before else ""
    llo, lhi = f"({limit}_lo{less})", f"({limit}_hi{less})"
    never = f"{NEVER}{less}"
    with_a, without_a = (CHAIN.index(status) for status in form.no_limit)
    asof, closing = (_asof(exports_behind(form.a)), "freeze_day") if duty else ("on_day", str(NEVER))
    early = terms.prefix(form.early) if form.early is not None else None
    needs = (
        f"WHEN {terms.prefix(form.needs)}_hi >= {NEVER} THEN {CANNOT_TELL}" if form.needs is not None else ""
    )
    # What came after the case had closed does not count as done, as long as nothing was overdue by then.
    done_by_then = f" AND {ahi} <= {closing}" if without_a == DUE else ""
    unlimited = f"CASE WHEN {ahi} < {NEVER}{done_by_then} THEN {with_a} WHEN {alo} >= {NEVER} THEN {without_a} ELSE {CANNOT_TELL} END"
    if with_a == without_a:
        unlimited = str(with_a)
    still = f"({alo} >= {NEVER} AND on_day <= {llo}) OR ({alo} > {closing} AND {closing} <= {llo})"
    maybe = [f"WHEN {still} THEN {DUE}"] if without_a == DUE else []
    maybe += [f"WHEN {ahi} <= {llo}{done_by_then} THEN {MET}"] if with_a == MET else []
    unsure = f"CASE {' '.join(maybe)} ELSE {CANNOT_TELL} END" if maybe else str(CANNOT_TELL)
    # Where the limit itself is still to come, the case that closed first ended the duty.
    closed_first = (
        f"WHEN {alo} > {closing} AND {llo} >= {never} THEN {DUE}" if DUE in (with_a, without_a) else ""
    )
    too_early = f"WHEN {ahi} < {early}_lo THEN {NOT_MET}" if early else ""
    not_early = f"AND {alo} >= {early}_hi" if early else ""
    status = f"""CASE {needs}
      {closed_first}
      WHEN {llo} >= {never} THEN {unlimited}
      WHEN {lhi} >= {never} THEN {unsure}
      WHEN {alo} > {closing} AND {closing} <= {llo} THEN {DUE}
      WHEN {ahi} > {closing} AND {closing} <= {lhi} THEN {CANNOT_TELL}
      WHEN {ahi} < {NEVER} THEN CASE {too_early}
        WHEN {alo} > {lhi} THEN {LATE} WHEN {ahi} <= {llo} {not_early} THEN {MET} ELSE {CANNOT_TELL} END
      WHEN {alo} >= {NEVER} THEN CASE
        WHEN least(on_day, {closing}) <= {llo} THEN {DUE}
        WHEN least(on_day, {closing}) > {lhi} AND {lhi} <= {asof} THEN {NOT_MET}
        ELSE {CANNOT_TELL} END
      ELSE {CANNOT_TELL} END"""
    done = _certain(alo, ahi)
    due = _certain(llo, lhi)
    return Judged(status, due, done, _lateness(form, terms, done, due))


def _lateness(form: c.Timed, terms: TermList, done: str, due: str) -> str:
    """Return SQL: how far past its limit, in school days where the limit is; for what is not done, at the audit date."""
    missing = f"{dated(form.a, 'lo', terms)} >= {NEVER}"
    was_done = f"({done}) IS NOT NULL"
    if form.early is not None:
        # What was done too early is not done: it is as late as the audit date makes it.
        missing, was_done = f"({missing} OR ({done}) <= ({due}))", f"({done}) > ({due})"
    amount = form.limit.amount
    if amount is None or amount.unit != "school days":
        return _excess(f"CASE WHEN {was_done} THEN {done} WHEN {missing} THEN on_day END", due)
    n_lo, n_hi = dated(form.a, "nlo", terms), dated(form.a, "nhi", terms)
    number = (
        f"CASE WHEN {was_done} THEN CASE WHEN {n_lo} = {n_hi} THEN {n_lo} END WHEN {missing} THEN on_n END"
    )
    limit = terms.prefix(form.limit)
    # The end of a span is a day: how late something came after it can be told only where that day is certain.
    certain = (
        f"CASE WHEN {limit}_lo = {limit}_hi THEN {limit}_n END" if form.needs is not None else f"{limit}_n"
    )
    return _excess(number, certain)


def _excess(value: str, limit: str) -> str:
    difference = f"(({value}) - ({limit}))"
    return f"CASE WHEN {difference} > 0 THEN {difference} END"


def _after(form: c.After, terms: TermList) -> Judged:
    alo, ahi = dated(form.a, "lo", terms), dated(form.a, "hi", terms)
    b = terms.prefix(form.b)
    in_order, wrong = (
        (f"{alo} > {b}_hi", f"{ahi} <= {b}_lo") if form.strict else (f"{alo} >= {b}_hi", f"{ahi} < {b}_lo")
    )
    status = f"""CASE WHEN {alo} >= {NEVER} THEN {NOT_MET}
      WHEN {ahi} >= {NEVER} OR {b}_hi >= {NEVER} THEN {CANNOT_TELL}
      WHEN {in_order} THEN {MET} WHEN {wrong} THEN {NOT_MET} ELSE {CANNOT_TELL} END"""
    return Judged(status, done=_certain(alo, ahi))


def _recurring(form: c.Recurring, terms: TermList, *, duty: bool) -> Judged:
    p = terms.prefix(form.gaps)
    asof = _asof(sorted({t for e in form.gaps.events for t in tables_of(e)})) if duty else "on_day"
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


def _counted(form: c.Counted, terms: TermList) -> Judged:
    p, n = terms.prefix(form.number), amount_sql(form.amount, terms)
    lo, hi = f"{p}_lo", f"{p}_hi"
    true, false = {
        "<": (f"{hi} < {n}", f"{lo} >= {n}"),
        "<=": (f"{hi} <= {n}", f"{lo} > {n}"),
        ">": (f"{lo} > {n}", f"{hi} <= {n}"),
        ">=": (f"{lo} >= {n}", f"{hi} < {n}"),
        "=": (f"{lo} = {n} AND {hi} = {n}", f"{lo} > {n} OR {hi} < {n}"),
    }[form.operator]
    return Judged(f"CASE WHEN {true} THEN {MET} WHEN {false} THEN {NOT_MET} ELSE {CANNOT_TELL} END")
