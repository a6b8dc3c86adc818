"""Which parts of a rule a reason speaks of: those that gave the verdict its status, each said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ehe_rules.engines.chain import CHAIN
from ehe_rules.facts import forms as c
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPEN = {CHAIN.index("not_met"), CHAIN.index("due")}
MET = CHAIN.index("met")


class Chosen(NamedTuple):
    """A form to speak of. `aside`: it only says why another part is not asked for (`not X or ...`, `A or (X and B)`)."""

    form: c.Form
    negated: bool
    aside: bool = False


def chosen(part: c.Part, numbers: Sequence[int], number: int) -> list[Chosen]:
    """Return the forms of a duty whose number (place in the chain) is the verdict's, in the rule's order.

    What is missing and was owed by one day is one form (`A, B and C are not recorded`, `A or B is not recorded`). What
    is said only aside, and of a met duty what is merely not so, is left out where anything else is there to say.
    """
    found = _found(part, iter(numbers), number, alternative=False)
    plain = [x for x in found if not (x.aside or (number == MET and x.negated))] or found
    compared = {_column(x.form, s.Is) for x in plain} - {""}
    timed = {x.form.a for x in plain if isinstance(x.form, c.Timed)}
    return [
        x
        for x in plain
        if _column(x.form, s.IsRecorded) not in compared
        # a deadline for an act says all that the act alone would
        and not (isinstance(x.form, c.Present) and x.form.a in timed)
    ]


def _found(part: c.Part, numbers: Iterator[int], number: int, *, alternative: bool) -> list[Chosen]:
    if isinstance(part, c.Group):
        either = part.joined_by == "or"
        found = [x for p in part.parts for x in _found(p, numbers, number, alternative=either)]
        if alternative and not either and number in OPEN and found and found[0].form is _test(part.parts[0]):
            # the test that begins an alternative only says when that one is asked for
            found[0] = found[0]._replace(aside=True)
        return _joined(part, found) if number in OPEN else found
    negated = isinstance(part, c.Negated)
    form = part.form if isinstance(part, (c.Negated, c.Held)) else part
    return [Chosen(form, negated, negated and alternative)] if next(numbers) == number else []


def _test(part: c.Part) -> c.Form | None:
    form = part.form if isinstance(part, (c.Negated, c.Held)) else part
    return form if isinstance(form, c.Tested) else None


def _joined(group: c.Group, found: list[Chosen]) -> list[Chosen]:
    """Return deadlines with one last day as one deadline; of alternatives only where each of them is missing."""
    forms = [x.form for x in found if isinstance(x.form, c.Timed)]
    asked = {(f.limit, f.day_before, f.early, f.needs) for f in forms}
    whole = all(isinstance(p, c.Timed) for p in group.parts)
    if (
        not whole
        or len(asked) != 1
        or len(forms) == 1
        or (group.joined_by == "or" and len(forms) < len(group.parts))
    ):
        return found
    first = forms[0]
    a = c.Joined(group.joined_by, tuple(f.a for f in forms))
    joined = c.Timed(a, first.limit, first.day_before, first.early, first.needs, first.no_limit)
    return [Chosen(joined, negated=False)]


def _column(form: c.Form, kind: type[s.Is | s.IsRecorded]) -> str:
    """Return the column that a form of this kind tests, or nothing."""
    match form:
        case c.Tested(s.Is(column) | s.IsRecorded(column) as test) if isinstance(test, kind):
            return column
    return ""
