"""SQL for the terms that rest on entries: one statement for each event, a column set for each of its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.qualify import greatest, holds, least, qualifies
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Term, TermList

OnEvent = s.EventRef | s.Includes | s.OutcomeIs | s.Number
ROLL_EVENTS = {
    "off_rolled": "b.roll_known",
    "left_roll": "b.roll_known",
    "on_rolled": "b.entry_known",
    "attended_after_notice": "b.marks_supplied AND b.roll IS NOT NULL",
}


def event_of(term: Term) -> s.EventRef | None:
    """Return the event whose entries decide a term, if it is such a term."""
    match term:
        case s.EventRef():
            return term
        case s.Includes(event) | s.OutcomeIs(event):
            return event
        case s.Number(event=event):
            return event
    return None


def event_sql(kind: str, event: str, terms: list[Term], numbers: TermList) -> str:
    """Return SQL: for each subject with entries of `event`, the raw figures of all terms on it."""
    selects = [column for term in terms for column in _raw(term, numbers.prefix(term))]
    return f"""
    SELECT m.subject, count(*) AS entries, {", ".join(selects)}
    FROM members_{kind} m
    LEFT JOIN carried c ON c.school = m.school AND c.event = m.event
    WHERE {which_entries(event, kind)} GROUP BY m.subject"""


def which_entries(event: str, kind: str) -> str:
    """Return SQL: which members (alias m) are entries of the event; `any_entry` is any case-scoped one but the opening."""
    if event != s.ANY_ENTRY:
        return f"m.event = '{event}'"
    return (
        f"m.scope = 'case' AND m.roll IS NULL AND NOT EXISTS (FROM subjects_{kind} b "
        "WHERE b.subject = m.subject AND b.opened_by = m.event AND b.open_day = m.day)"
    )


def _raw(term: Term, p: str) -> list[str]:
    match term:
        case s.EventRef(_, _, which):
            return _raw_date(qualifies(term), which, p)
        case s.Includes(event, attribute, words, every):
            q = qualifies(event)
            tests = [f"max({least([q, holds(attribute, w)])})" for w in words]
            return [f"{least(tests) if every else greatest(tests)} AS {p}_tv"]
        case s.OutcomeIs(event, words):
            q = qualifies(event)
            said = ", ".join(f"'{w}'" for w in words)
            return [
                f"count(*) FILTER ({q} >= 1 AND m.outcome IN ({said})) AS {p}_perhaps",
                f"max(m.day) FILTER ({q} = 2) AS {p}_last",
                f"count(*) FILTER ({q} = 1) AS {p}_unsure",
                f"bool_or(coalesce(c.outcome, false)) AS {p}_carried",
                f"list({{'d': m.day, 'o': m.outcome}}) FILTER ({q} = 2) AS {p}_said",
            ]
        case s.Number(event=event) if event is not None:
            q = qualifies(event)
            return [f"count(*) FILTER ({q} = 2) AS {p}_least", f"count(*) FILTER ({q} >= 1) AS {p}_most"]
    raise AssertionError(term)


def _raw_date(q: str, which: str, p: str) -> list[str]:
    if which in ("first", "last"):
        pick = "min" if which == "first" else "max"
        return [
            f"{pick}(m.{column}) FILTER ({q} {test}) AS {p}_{name}"
            for column in ("day", "nlo", "nhi")
            for test, name in (("= 2", f"{column}_sure"), (">= 1", f"{column}_maybe"))
        ] + (
            [f"min(m.{c}) FILTER ({q} >= 1) AS {p}_{c}_first" for c in ("day", "nlo")]
            if which == "last"
            else []
        )
    of_last = f"(m.day, coalesce(m.{which}_day, {ANY}))"
    return [
        f"count(*) FILTER ({q} = 1) AS {p}_unsure",
        f"count(*) FILTER ({q} = 2) AS {p}_sure",
        # max_by passes over a NULL: a blank of the last entry must not let an earlier entry speak.
        *(
            f"nullif(max_by(coalesce(m.{which}_{c}, {ANY} - 1), {of_last}) FILTER ({q} = 2), {ANY} - 1) AS {p}_{c}"
            for c in ("day", "nlo", "nhi")
        ),
    ]


def settle(term: Term, numbers: TermList) -> list[str]:
    """Return SQL: the term's final columns, from the raw figures of its event (alias e_<event>) and the subject (alias b)."""
    event = event_of(term)
    if event is None:
        raise AssertionError(term)
    e, p = f"e_{event.event}", numbers.prefix(term)
    known = f"({_known(event.event)} OR {e}.entries > 0)"
    match term:
        case s.EventRef(which="first"):
            return [
                *_bounds(
                    p, f"coalesce({e}.{p}_day_maybe, {NEVER})", f"coalesce({e}.{p}_day_sure, {NEVER})", known
                ),
                *_bounds(
                    p,
                    f"coalesce({e}.{p}_nlo_maybe, {NEVER})",
                    f"coalesce({e}.{p}_nhi_sure, {NEVER})",
                    known,
                    "n",
                ),
            ]
        case s.EventRef(which="last"):
            day_hi = f"CASE WHEN {e}.{p}_day_sure IS NULL THEN {NEVER} ELSE {e}.{p}_day_maybe END"
            n_hi = f"CASE WHEN {e}.{p}_day_sure IS NULL THEN {NEVER} ELSE {e}.{p}_nhi_maybe END"
            return [
                *_bounds(p, f"coalesce({e}.{p}_day_sure, {e}.{p}_day_first, {NEVER})", day_hi, known),
                *_bounds(p, f"coalesce({e}.{p}_nlo_sure, {e}.{p}_nlo_first, {NEVER})", n_hi, known, "n"),
            ]
        case s.EventRef():
            return [*_of_last(e, p, known, ("day", "day"), ""), *_of_last(e, p, known, ("nlo", "nhi"), "n")]
        case s.Includes():
            return [f"coalesce({e}.{p}_tv, CASE WHEN {known} THEN 0 ELSE 1 END) AS {p}_tv"]
        case s.OutcomeIs(_, words):
            return [_outcome(e, p, known, words)]
    return [
        f"coalesce({e}.{p}_least, 0) AS {p}_lo",
        f"CASE WHEN {known} THEN coalesce({e}.{p}_most, 0) ELSE {NEVER} END AS {p}_hi",
    ]


def _bounds(p: str, lo: str, hi: str, known: str, of: str = "") -> list[str]:
    return [
        f"CAST(CASE WHEN coalesce({known}, false) THEN {lo} ELSE {ANY} END AS INTEGER) AS {p}_{of}lo",
        f"CAST({hi} AS INTEGER) AS {p}_{of}hi",
    ]


def _of_last(e: str, p: str, known: str, columns: tuple[str, str], of: str) -> list[str]:
    """Bounds of a date that the last-dated entry names: unknown where blank, or where it is not certain which that is."""
    unsure = (
        f"NOT coalesce({known}, false) OR {e}.{p}_unsure > 0 OR ({e}.{p}_sure > 0 AND {e}.{p}_day IS NULL)"
    )
    none = f"coalesce({e}.{p}_sure, 0) = 0"
    return [
        f"CAST(CASE WHEN {unsure} THEN {ANY} WHEN {none} THEN {NEVER} ELSE {e}.{p}_{columns[0]} END AS INTEGER) AS {p}_{of}lo",
        f"CAST(CASE WHEN {unsure} OR {none} THEN {NEVER} ELSE {e}.{p}_{columns[1]} END AS INTEGER) AS {p}_{of}hi",
    ]


def _outcome(e: str, p: str, known: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{w}'" for w in words)
    said = f"list_filter({e}.{p}_said, lambda x: x.d = {e}.{p}_last AND x.o IS NOT NULL)"
    wanted = f"list_filter({said}, lambda x: x.o IN ({listed}))"
    return f"""CASE WHEN {e}.{p}_carried AND {e}.{p}_perhaps = 0 THEN 0
      WHEN NOT coalesce({known}, false) OR {e}.{p}_unsure > 0 THEN 1
      WHEN {e}.{p}_last IS NULL THEN 0 WHEN NOT {e}.{p}_carried THEN 1
      WHEN len({wanted}) = 0 THEN 0 WHEN len({wanted}) = len({said}) THEN 2 ELSE 1 END AS {p}_tv"""


def _known(event: str) -> str:
    """Return SQL: whether some export can hold the event for the subject's school (alias k: `school_kinds`)."""
    if event in ROLL_EVENTS:
        return ROLL_EVENTS[event]
    return f'coalesce(k."{event}", false)'


def school_kinds_sql(events: list[str]) -> str:
    """Return SQL: for each school, a column for each kind of event: whether some export of the school can hold it."""
    columns = [
        f"""coalesce(bool_or(c.event = '{e}'), false) AS "{e}" """
        for e in events
        if e not in ROLL_EVENTS and e != s.ANY_ENTRY
    ]
    return f"SELECT s.school{''.join(f', {c}' for c in [*columns, f'count(c.event) > 0 AS {s.ANY_ENTRY}'])} FROM schools s LEFT JOIN carries c USING (school) GROUP BY s.school"
