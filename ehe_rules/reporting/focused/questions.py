"""Questions for the headteacher's 1:1: each names the numbers that it comes from, and none names a cause."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.focused import patterns as p

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.focused.patterns import Line, Pattern
    from ehe_rules.reporting.rows import Row
    from ehe_rules.reporting.verdicts import Verdict


def questions(withdrawn: Sequence[Row], found: Sequence[Pattern], cases: Sequence[Case]) -> list[str]:
    """Return the questions: of the withdrawals reviewed, their patterns, and the cases of the review."""
    return [*_of_withdrawals(withdrawn), *_of_patterns(found, len(withdrawn)), *_of_cases(cases)]


def _of_withdrawals(rows: Sequence[Row]) -> Iterator[str]:
    def number(holds: Callable[[Row], bool]) -> str:
        count = sum(holds(row) for row in rows)
        return f"{count} of {words.plural(len(rows), 'withdrawal')}" if count else ""

    def having(holds: Callable[[Row], bool]) -> str:
        said = number(holds)
        return f"{said} {'has' if said.startswith('1 of') else 'have'}" if said else ""

    if said := number(lambda row: bool(row["dispute"] and row["since"])):
        kinds = Counter(words.in_sentence(row["dispute"]) for row in rows if row["dispute"] and row["since"])
        listed = words.listed([f"{kind} {times}" for kind, times in sorted(kinds.items())])
        yield (
            f"{said} came within {rows[0]['dispute_window']} of a dispute ({listed}). What was done to settle each before the notice?"
        )
    if said := having(lambda row: row["was_suggested"] == "yes"):
        yield (
            f"{said} a record that the school suggested home education, or that the family felt pressed. Who has looked into each, and what was found?"
        )
    if said := having(lambda row: row["was_offered"] == "no"):
        yield (
            f"{said} no meeting offered on record before the name came off the roll. Was one offered, and what kept it from being offered?"
        )
    if said := having(lambda row: row["was_notified"] == "no"):
        yield f"{said} no written notice on record. On what was the name taken off the roll?"
    if said := having(lambda row: row["named"] == "no"):
        yield (f"{said} a notice that names no last day. Who asked the parent, and what day was agreed on?")
    if said := having(lambda row: row["was_explained"] == "no"):
        yield f"{said} no reason on record. What did the family say?"
    if said := number(lambda row: p.attended(row) == p.LOW):
        yield (
            f"{said} followed six school weeks in which the child missed a tenth or more of the sessions. What was tried, and when?"
        )


def _of_patterns(found: Sequence[Pattern], withdrawn: int) -> Iterator[str]:
    """Ask about a year group that more than half share and clearly fewer of the roll, and about SEND where its share is above the roll's."""
    by_title = {pattern.title: pattern for pattern in found}
    for line in by_title["Year group"].lines:
        if line.now.number > 1 and 2 * line.now.number > withdrawn and _stands_out(line):
            roll = f"; the roll has {line.roll.words(percent=True)}" if line.roll.of else ""
            yield (
                f"{line.now.words(percent=False)} withdrawals are from {line.value}{roll}. Is there something in that year to look at?"
            )
    send = [line for line in by_title["SEND"].lines if line.value in (p.SEN["E"], p.SEN["K"])]
    number, of = sum(line.now.number for line in send), max((line.now.of for line in send), default=0)
    on_roll = [line.roll for line in send if line.roll.of]
    if number > 1 and on_roll and number * on_roll[0].of > of * sum(share.number for share in on_roll):
        yield (
            f"{number} of {of} withdrawals have SEN support or an EHC plan. Was each child's provision reviewed before the notice, with the SENDCo?"
        )


def _stands_out(line: Line) -> bool:
    """Whether a value's share of the withdrawals is at least twice its share of the roll, or that is not known."""
    return not line.roll.of or line.now.number * line.roll.of >= 2 * line.roll.number * line.now.of


def _of_cases(cases: Sequence[Case]) -> Iterator[str]:
    """Ask about what was not done in more than one case, what is overdue in open ones, and what cannot be decided."""
    verdicts = {case.subject: [one for one in (*case.open_verdicts, *case.met) if one.own] for case in cases}
    missing = Counter(
        title for own in verdicts.values() for title in {one.title for one in own if _overdue(one)}
    )
    for title, number in sorted(missing.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        if number > 1:
            yield f"Not met in {number} of {words.plural(len(cases), 'case')}: {words.in_sentence(title)}. What stands in the way?"
    open_cases = [case for case in cases if case.open]
    late = sum(any(_overdue(one) for one in case.open_verdicts) for case in open_cases)
    if late:
        yield f"{late} of {words.plural(len(open_cases), 'open case')} {'has' if late == 1 else 'have'} steps overdue. What happens this week for each?"
    unknown = Counter(
        one.reason.removeprefix("Cannot tell. ")
        for own in verdicts.values()
        for one in own
        if one.status == "cannot_tell"
    )
    if unknown:
        reason, number = min(unknown.items(), key=lambda pair: (-pair[1], pair[0]))
        one_reason = f", {number:,} of them for one reason" if len(unknown) > 1 else ""
        yield (
            f"{words.plural(unknown.total(), 'check')} on these cases cannot be decided{one_reason}: {reason} What would it take to record it?"
        )


def _overdue(one: Verdict) -> bool:
    return one.own and one.status == "not_met" and one.kind == "require"
