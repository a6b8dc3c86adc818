"""SQL for the terms that rest on entries: one pass over the entries of all events, a column set for each term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.qualify import greatest, holds, least, qualifies, unsure
from ehe_rules.facts.terms import Filled
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ehe_rules.facts.known import Known
    from ehe_rules.facts.terms import Term, TermList

DAY_AND_OUTCOME = "{'d': m.day, 'o': m.outcome}"
OnEvent = s.EventRef | s.Includes | s.OutcomeIs | s.Number


def event_of(term: Term) -> s.EventRef | None:
    """Return the event whose entries decide a term, if it is such a term."""
    match term:
        case s.EventRef():
            return term
        case s.Includes(event) | s.OutcomeIs(event) | Filled(event):
            return event
        case s.Number(event=event):
            return event
    return None


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


def entries_sql(kind: str, terms: Sequence[Term], numbers: TermList) -> str:
    """Return SQL: for each subject with entries the raw figures of terms on entries."""
    tests = Tests()
    events = {event.event for term in terms if (event := event_of(term)) is not None}
    listed = "".join(f", {figure}" for term in terms for figure in _raw(term, numbers, tests))
    return f"SELECT m.subject{listed} FROM {tests.entries(kind, events)} m GROUP BY m.subject"


def which_entries(event: str, kind: str) -> str:
    """Return SQL: which members (alias m) are entries of the event; `any_entry` is any case-scoped one but the opening."""
    if event != s.ANY_ENTRY:
        return f"m.event = '{event}'"
    return (
        f"m.scope = 'case' AND m.roll IS NULL AND NOT EXISTS (FROM subjects_{kind} b "
        "WHERE b.subject = m.subject AND b.opened_by = m.event AND b.open_day = m.day)"
    )


def _bounded(date: s.EventRef, numbers: TermList) -> tuple[str, ...]:
    """Return what of a date is asked for: its day, and where it is counted in school days the bounds of its number."""
    return ("day", "nlo", "nhi") if date in numbers.counted else ("day",)


def _raw(term: Term, numbers: TermList, tests: Tests) -> list[str]:
    p = numbers.prefix(term)
    match term:
        case s.EventRef(_, _, which):
            return _raw_date(tests.qualified(term), which, p, _bounded(term, numbers))
        case s.Includes(event, attribute, words, every):
            each = [least([qualifies(event), holds(attribute, word)]) for word in words]
            most = [f"max({tests.named(f'CASE WHEN {is_of(event.event)} THEN {test} END')})" for test in each]
            return [f"{least(most) if every else greatest(most)} AS {p}_tv"]
        case s.OutcomeIs(event, words):
            q, unread = tests.qualified(event), unsure("outcome")
            said = ", ".join(f"'{w}'" for w in words)
            return [
                f"count({only(f'{q} >= 1 AND (m.outcome IN ({said}) OR {unread})')}) AS {p}_perhaps",
                f"max({only(f'{q} = 2', 'm.day')}) AS {p}_last",
                f"max({only(f'{q} >= 1 AND m.outcome IS NULL AND {unread}', 'm.day')}) AS {p}_unread",
                f"count({only(f'{q} = 1')}) AS {p}_unsure",
                f"bool_or({only(is_of(event.event), 'm.has_outcomes')}) AS {p}_carried",
                f"list({only(f'{q} = 2', DAY_AND_OUTCOME)}) AS {p}_said",
            ]
        case Filled(event):
            return [f"bool_or({only(is_of(event.event), f'm.has_{event.which}')}) AS {p}_carried"]
        case s.Number(event=event) if event is not None:
            q = tests.qualified(event)
            return [f"count({only(f'{q} = 2')}) AS {p}_least", f"count({only(f'{q} >= 1')}) AS {p}_most"]
    raise AssertionError(term)


_SURE, _MAYBE = ("= 2", "sure"), (">= 1", "maybe")
_PICKED = {
    "first": (
        ("min", "day", *_SURE),
        ("min", "day", *_MAYBE),
        ("min", "nlo", *_MAYBE),
        ("min", "nhi", *_SURE),
    ),
    "last": (
        ("max", "day", *_SURE),
        ("max", "day", *_MAYBE),
        ("max", "nlo", *_SURE),
        ("max", "nhi", *_MAYBE),
        ("min", "day", ">= 1", "first"),
        ("min", "nlo", ">= 1", "first"),
    ),
}
"""What bounds the first and the last entry: which of them is picked, by what, among those that do or may qualify."""


def _raw_date(q: str, which: str, p: str, bounded: tuple[str, ...]) -> list[str]:
    if which in ("first", "last"):
        return [
            f"{pick}({only(f'{q} {test}', f'm.{c}')}) AS {p}_{c}_{name}"
            for pick, c, test, name in _PICKED[which]
            if c in bounded
        ]
    # What was entered after the audit date has not been: it speaks only where no entry of that day says or leaves open when it was.
    said = f"CASE WHEN m.{which}_day >= {NEVER} THEN {ANY} - 1 ELSE coalesce(m.{which}_day, {ANY}) END"
    of_last = only(f"{q} = 2", f"(m.day, {said})")
    return [
        f"max({only(f'{q} = 1', 'm.day')}) AS {p}_unsure",
        f"max({only(f'{q} = 2', 'm.day')}) AS {p}_sure",
        # max_by passes over a NULL: a blank of the last entry must not let an earlier entry speak.
        *(
            f"nullif(max_by(coalesce(m.{which}_{c}, {ANY} - 1), {of_last}), {ANY} - 1) AS {p}_{c}"
            for c in bounded
        ),
    ]


def settle(term: Term, numbers: TermList, kinds: Known) -> list[str]:
    """Return SQL: the term's final columns, from the raw figures (alias e) and the kinds known (w)."""
    event = event_of(term)
    if event is None:
        raise AssertionError(term)
    e, p = "e", numbers.prefix(term)
    known = f"w.{kinds.column(event.event)}"
    match term:
        case s.EventRef(which=which):
            bounds = _BOUNDS if term in numbers.counted else _BOUNDS[:1]
            return [column for of in bounds for column in _settled_date(which, p, known, of)]
        case s.Includes() | s.OutcomeIs() | Filled():
            return [_truth(term, e, numbers, known)]
    return [
        f"coalesce({e}.{p}_least, 0) AS {p}_lo",
        f"CASE WHEN {known} THEN coalesce({e}.{p}_most, 0) ELSE {NEVER} END AS {p}_hi",
    ]


def _truth(test: s.Includes | s.OutcomeIs | Filled, e: str, numbers: TermList, known: str) -> str:
    """Return SQL: what a test of an event's entries comes to."""
    p = numbers.prefix(test)
    match test:
        case s.OutcomeIs(_, words):
            return _outcome(e, p, known, words)
        case Filled(event):
            return _filled(e, p, numbers.prefix(event), known)
    return f"CASE WHEN {known} THEN coalesce({e}.{p}_tv, 0) ELSE greatest(coalesce({e}.{p}_tv, 0), 1) END AS {p}_tv"


_BOUNDS = (("day", "day", ""), ("nlo", "nhi", "n"))
"""What of a date is earlier and what later, of its day and of its school-day number, and how the columns' names begin."""


def _settled_date(which: str, p: str, known: str, bounds: tuple[str, str, str]) -> list[str]:
    early, late, of = bounds
    match which:
        case "first":
            lo, hi = (f"coalesce(e.{p}_{c}, {NEVER})" for c in (f"{early}_maybe", f"{late}_sure"))
        case "last":
            # one of which the day is not known, or of a kind that no export can hold, may have come later
            lo = f"coalesce(e.{p}_{early}_sure, e.{p}_{early}_first, {NEVER})"
            hi = f"CASE WHEN NOT {known} OR e.{p}_day_sure IS NULL THEN {NEVER} ELSE e.{p}_{late}_maybe END"
        case _:
            return _of_last("e", p, known, (early, late), of)
    return _bounds(p, lo, hi, known, of)


def _bounds(p: str, lo: str, hi: str, known: str, of: str) -> list[str]:
    return [
        f"CAST(CASE WHEN {known} THEN {lo} ELSE {ANY} END AS INTEGER) AS {p}_{of}lo",
        f"CAST({hi} AS INTEGER) AS {p}_{of}hi",
    ]


def _of_last(e: str, p: str, known: str, columns: tuple[str, str], of: str) -> list[str]:
    """Bounds of a date that the last-dated entry names: unknown where blank, or where it is not certain which that is."""
    unsure = f"NOT {known} OR {_doubtful(e, p)} OR ({e}.{p}_sure IS NOT NULL AND {e}.{p}_day IS NULL)"
    none = f"{e}.{p}_sure IS NULL"
    return [
        f"CAST(CASE WHEN {unsure} THEN {ANY} WHEN {none} THEN {NEVER} ELSE {e}.{p}_{columns[0]} END AS INTEGER) AS {p}_{of}lo",
        f"CAST(CASE WHEN {unsure} OR {none} THEN {NEVER} ELSE {e}.{p}_{columns[1]} END AS INTEGER) AS {p}_{of}hi",
    ]


def _doubtful(e: str, p: str) -> str:
    """Return SQL: whether it is not certain which entry is the last. One before the last, which may qualify or not, is not."""
    return f"coalesce({e}.{p}_unsure >= coalesce({e}.{p}_sure, {ANY}), false)"


def _filled(e: str, p: str, of: str, known: str) -> str:
    """Return SQL: whether the last-dated entry says its date: a blank says no, unless no entry of that kind at the school ever says it."""
    return f"""CASE WHEN NOT {known} OR {_doubtful(e, of)} THEN 1 WHEN {e}.{of}_sure IS NULL THEN 0
      WHEN {e}.{of}_day IS NULL THEN CASE WHEN {e}.{p}_carried THEN 0 ELSE 1 END WHEN {e}.{of}_day >= {NEVER} THEN 0 ELSE 2 END AS {p}_tv"""


def _outcome(e: str, p: str, known: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{w}'" for w in words)
    said = f"list_filter({e}.{p}_said, lambda x: x.d = {e}.{p}_last AND x.o IS NOT NULL)"
    wanted = f"list_filter({said}, lambda x: x.o IN ({listed}))"
    return f"""CASE WHEN {known} AND {e}.{p}_carried AND {e}.{p}_perhaps = 0 THEN 0
      WHEN NOT {known} OR {e}.{p}_unsure > 0 THEN 1
      WHEN {e}.{p}_unread >= {e}.{p}_last THEN 1 WHEN {e}.{p}_last IS NULL THEN 0 WHEN NOT {e}.{p}_carried THEN 1
      WHEN len({wanted}) = 0 THEN 0 WHEN len({wanted}) = len({said}) THEN 2 ELSE 1 END AS {p}_tv"""
