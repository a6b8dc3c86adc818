"""Each form as SQL over a row of facts: its status on the chain, and the dates that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.engines.asked import exports_behind, exports_of_form, exports_of_gaps
from ehe_rules.engines.chain import CANNOT_TELL, CHAIN, DUE, LATE, MET, NOT_MET
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND, NEVER
from ehe_rules.facts.refs import amount_sql
from ehe_rules.facts.terms import filled

if TYPE_CHECKING:
    from ehe_rules.engines.asked import Asked

NO_DAY = "NULL::INTEGER"
OF_GAPS = ("known", "sure", "open", "frozen", "over", "last_over", "last_due", "entries", "due", "done")
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


def judge(form: c.Form, asked: Asked, *, duty: bool = True) -> Judged:
    """Return the SQL of a form; a condition (not `duty`) knows no closing, nor an export date where it has no deadline."""
    judged = _as_recorded(form, asked, duty=duty)
    timed = isinstance(form, (c.Timed, c.Recurring))
    return _while_it_runs(form, judged, asked) if duty and asked.current and not timed else judged


def _as_recorded(form: c.Form, asked: Asked, *, duty: bool) -> Judged:
    match form:
        case c.Timed():
            return _timed(form, asked, duty=duty)
        case c.After():
            return _after(form, asked)
        case c.Present(a):
            lo, hi = asked.dated(a, "lo"), asked.dated(a, "hi")
            status = f"CASE WHEN {hi} < {NEVER} THEN {MET} WHEN {lo} >= {NEVER} THEN {NOT_MET} ELSE {CANNOT_TELL} END"
            said = filled(a)
            return Judged(
                status if said is None else _true_or_false(asked.of(said, "tv")), done=_certain(lo, hi)
            )
        case c.Recurring():
            return _recurring(form, asked, duty=duty)
        case c.Tested(test):
            return Judged(_true_or_false(asked.of(test, "tv")))
        case c.Counted():
            return _counted(form, asked)


def _true_or_false(tv: str) -> str:
    return f"CASE {tv} WHEN 2 THEN {MET} WHEN 0 THEN {NOT_MET} ELSE {CANNOT_TELL} END"


def _while_it_runs(form: c.Form, judged: Judged, asked: Asked) -> Judged:
    """Return the SQL of a form without a deadline about a period: until that ends, what is missing is due.

    Once it has ended, silence counts only if the export tells up to that end.
    """
    missing = f"({judged.status}) = {NOT_MET}"
    if isinstance(form, c.After):
        # A first entry that came too early stays too early.
        missing = f"{asked.dated(form.a, 'lo')} >= {NEVER}"
    open_still = f"{asked.named('on_day <= runs_to')} AND {missing}"
    due = f"CASE WHEN {open_still} AND {asked.named('ends_sure')} THEN {asked.named('runs_to')} END"
    tables = exports_of_form(form)
    unseen = (
        f"WHEN {missing} AND {asked.named('runs_to')} > {asked.asof(tables)} THEN {CANNOT_TELL}"
        if tables
        else ""
    )
    return Judged(f"CASE WHEN {open_still} THEN {DUE} {unseen} ELSE {judged.status} END", due, judged.done)


def _certain(lo: str, hi: str) -> str:
    return f"CASE WHEN {lo} = {hi} AND {hi} < {BEYOND} THEN {lo} END"


def _timed(form: c.Timed, asked: Asked, *, duty: bool) -> Judged:
    alo, ahi, on_day = asked.dated(form.a, "lo"), asked.dated(form.a, "hi"), asked.named("on_day")
    limit = asked.terms.prefix(form.limit)
    less = " - 1" if form.day_before else ""
    llo, lhi = asked.named(f"{limit}_lo{less}"), asked.named(f"{limit}_hi{less}")
    never = f"{NEVER}{less}"
    with_a, without_a = (CHAIN.index(status) for status in form.no_limit)
    asof = asked.asof(exports_behind(form.a))
    closing = asked.named("freeze_day") if duty else str(NEVER)
    needs = (
        f"WHEN {asked.of(form.needs, 'hi')} >= {NEVER} THEN {CANNOT_TELL}" if form.needs is not None else ""
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
    late, not_met = (
        _unless_closed(status, ahi, lhi, asked) if duty else str(status) for status in (LATE, NOT_MET)
    )
    # what came after the limit is late, also where a pupil's own half term, which it should fall in, begins after entry
    too_early = (
        f"WHEN {ahi} < {asked.of(form.early, 'lo')} AND {ahi} <= {llo} THEN {not_met}" if form.early else ""
    )
    not_early = f"AND {alo} >= {asked.of(form.early, 'hi')}" if form.early else ""
    last_seen = asked.named("least(on_day, freeze_day)") if duty else on_day
    status = f"""CASE {needs}
      {closed_first}
      WHEN {llo} >= {never} THEN {unlimited}
      WHEN {lhi} >= {never} THEN {unsure}
      WHEN {alo} > {closing} AND {closing} <= {llo} THEN {DUE}
      WHEN {ahi} > {closing} AND {closing} <= {lhi} THEN {CANNOT_TELL}
      WHEN {ahi} < {NEVER} THEN CASE {too_early}
        WHEN {alo} > {lhi} THEN {late} WHEN {ahi} <= {llo} {not_early} THEN {MET} ELSE {CANNOT_TELL} END
      WHEN {alo} >= {NEVER} THEN CASE
        WHEN {last_seen} <= {llo} THEN {DUE}
        WHEN {last_seen} > {lhi} AND {lhi} <= {asof} THEN {not_met}
        ELSE {CANNOT_TELL} END
      ELSE {CANNOT_TELL} END"""
    return Judged(status, _certain(llo, lhi), _certain(alo, ahi), _lateness(form, asked))


def _unless_closed(failing: int, ahi: str, lhi: str, asked: Asked) -> str:
    """Return SQL: a failing, unless a leaving of which it is not known why may have closed the case before it was due."""
    closed = asked.named(f"{ahi} > perhaps_day AND perhaps_day <= {lhi}")
    return f"CASE WHEN {closed} THEN {CANNOT_TELL} ELSE {failing} END"


def _lateness(form: c.Timed, asked: Asked) -> str:
    """Return SQL: how far past its limit, in school days where the limit is; for what is not done, at the audit date."""
    missing = f"{asked.dated(form.a, 'lo')} >= {NEVER}"
    was_done = "{done} IS NOT NULL"
    if form.early is not None:
        # What was done too early is not done: it is as late as the audit date makes it.
        missing, was_done = f"({missing} OR {asked.dated(form.a, 'hi')} <= {{due}})", "{done} > {due}"
    amount = form.limit.amount
    if amount is None or amount.unit != "school days":
        return _excess(f"CASE WHEN {was_done} THEN {{done}} WHEN {missing} THEN on_day END", "{due}")
    n_lo, n_hi = asked.dated(form.a, "nlo"), asked.dated(form.a, "nhi")
    number = f"CASE WHEN {was_done} THEN CASE WHEN {n_lo} = {n_hi} THEN {n_lo} END WHEN {missing} THEN {asked.named('on_n')} END"
    # The end of a span is a day: how late something came after it can be told only where that day is certain.
    limit = asked.of(form.limit, "n")
    if form.needs is not None:
        limit = f"CASE WHEN {asked.of(form.limit, 'lo')} = {asked.of(form.limit, 'hi')} THEN {limit} END"
    return _excess(number, limit)


def _excess(value: str, limit: str) -> str:
    """Return SQL: by how much a value is more; NULL where it is not (`greatest` passes over a NULL)."""
    return f"nullif(greatest(({value}) - ({limit}), 0), 0)"


def _after(form: c.After, asked: Asked) -> Judged:
    alo, ahi = asked.dated(form.a, "lo"), asked.dated(form.a, "hi")
    b_lo, b_hi = asked.of(form.b, "lo"), asked.of(form.b, "hi")
    in_order, wrong = (
        (f"{alo} > {b_hi}", f"{ahi} <= {b_lo}") if form.strict else (f"{alo} >= {b_hi}", f"{ahi} < {b_lo}")
    )
    status = f"""CASE WHEN {alo} >= {NEVER} THEN {NOT_MET}
      WHEN {ahi} >= {NEVER} OR {b_hi} >= {NEVER} THEN {CANNOT_TELL}
      WHEN {in_order} THEN {MET} WHEN {wrong} THEN {NOT_MET} ELSE {CANNOT_TELL} END"""
    return Judged(status, done=_certain(alo, ahi))


def _recurring(form: c.Recurring, asked: Asked, *, duty: bool) -> Judged:
    p = asked.all_of(form.gaps, OF_GAPS)
    asof = asked.asof(exports_of_gaps(form.gaps))
    waiting = f"({p}_open = 1 OR {p}_frozen = 1)" if duty else f"{p}_open = 1"
    # Silence up to the span's end counts only as far as the exports tell: of the entries, and of what ends the span.
    silent, seen = f"{p}_last_over > 0", f"{p}_last_over > 0 AND {p}_last_due <= {asof}"
    amiss = f"{silent} OR {p}_over > 0 OR ({waiting} AND {p}_entries = 0)"
    status = f"""CASE WHEN coalesce({p}_known, 0) = 0 OR ({p}_sure = 0 AND ({amiss})) THEN {CANNOT_TELL}
      WHEN {p}_open = 1 AND {seen} THEN {NOT_MET}
      WHEN {p}_over > 0 OR {seen} THEN {LATE}
      WHEN {silent} THEN {CANNOT_TELL}
      WHEN {waiting} AND {p}_entries = 0 THEN {DUE}
      ELSE {MET} END"""
    done = f"CASE WHEN {p}_known = 1 AND {p}_done < {NEVER} THEN {p}_done END"
    late = f"""CASE WHEN {p}_open = 1 AND {seen} THEN {p}_last_over
      WHEN {seen} THEN greatest({p}_last_over, {p}_over) ELSE {p}_over END"""
    return Judged(status, f"CASE WHEN {p}_known = 1 THEN {p}_due END", done, late)


def _counted(form: c.Counted, asked: Asked) -> Judged:
    number = amount_sql(form.amount, asked.terms)
    n = number if number.isdigit() else asked.named(number)
    lo, hi = asked.of(form.number, "lo"), asked.of(form.number, "hi")
    true, false = {
        "<": (f"{hi} < {n}", f"{lo} >= {n}"),
        "<=": (f"{hi} <= {n}", f"{lo} > {n}"),
        ">": (f"{lo} > {n}", f"{hi} <= {n}"),
        ">=": (f"{lo} >= {n}", f"{hi} < {n}"),
        "=": (f"{lo} = {n} AND {hi} = {n}", f"{lo} > {n} OR {hi} < {n}"),
    }[form.operator]
    return Judged(f"CASE WHEN {true} THEN {MET} WHEN {false} THEN {NOT_MET} ELSE {CANNOT_TELL} END")
