"""Random rules as syntax trees, using every form: each a pure function of a `random.Random`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

from ehe_rules.rulebook.syntax import (
    ANY_ENTRY,
    NOT_SAID,
    Between,
    Both,
    Bound,
    Compare,
    Either,
    EventRef,
    Every,
    FieldRef,
    Includes,
    Is,
    IsRecorded,
    Length,
    MilestoneRef,
    Moment,
    Narrow,
    Not,
    Number,
    Operator,
    Order,
    OutcomeIs,
    Recorded,
    RefTree,
    Relation,
    Within,
)
from oracle.model import Kind, Rule
from oracle.random_trusts import COVERS, FREQUENT, HALF_TERMS, OUTCOMES, ROLES, SCOPES, SENT_TO, YES_NO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from ehe_rules.rulebook.syntax import Expr, Leaf, Ref

KINDS: tuple[Kind, ...] = ("case", "case", "case", "leaver", "pupil", "advice", "pressure", "return")
RELATIONS: tuple[Relation, ...] = get_args(Relation)
OPERATORS: tuple[Operator, ...] = get_args(Operator)

DATED = ("leaving_date", "entry_date", "leaving_entered", "entry_entered")
SURE: dict[Kind, tuple[str, ...]] = {
    "case": ("risk_identified", "notification_received", "notification_received", "meeting_held"),
    "leaver": ("left_roll", "off_rolled", "on_rolled"),
    "pupil": ("on_rolled",),
    "advice": ("professional_recommended_ehe",),
    "pressure": ("pressure_reported",),
    "return": ("return_requested", "on_rolled"),
}
LENGTHS = (
    *(Length(None, n, "school days") for n in (0, 1, 1, 2, 3, 5, 5, 10, 30)),
    *(Length(None, n, "days") for n in (0, 1, 5, 14, 28)),
    *(Length(None, n, "weeks") for n in (0, 1, 2)),
    *(Length(None, n, "months") for n in (1, 2)),
    *(Length(None, n, "half terms") for n in (0, 1)),
    *(Length(None, n, "terms") for n in (0, 1)),
    Length(None, 1, "years"),
)


def random_rule(
    rng: Random, about: Kind | None = None, depth: int = 2, *, logged: Sequence[str] = ()
) -> Rule:
    """Give a rule about a kind of subject (any, if not named), its parts nested up to `depth`.

    `logged` are kinds of event to prefer (`random_trusts.logged_kinds`), so that more is decided.
    """
    chosen = rng.choice(KINDS)
    builder = Builder(rng, chosen if about is None else about, logged)
    expr = builder.expr(depth)
    when = builder.expr(1) if rng.random() < 0.5 else None
    anchor = builder.ref() if rng.random() < 0.15 else None
    start, end = HALF_TERMS[0][0], HALF_TERMS[-1][1]

    def some_day() -> date:
        return start + timedelta(days=rng.randint(0, (end - start).days))

    return Rule(
        about=builder.about,
        part=rng.choice(("require", "require", "require", "forbid", "flag")),
        expr=expr,
        when=when,
        anchor=anchor,
        in_force=(
            some_day() if rng.random() < 0.2 else None,
            some_day() if rng.random() < 0.1 else None,
        ),
        parameters={
            **{f"time_{n}": [(None, rng.choice(LENGTHS)), (some_day(), rng.choice(LENGTHS))] for n in (1, 2)},
            "enough": [(None, rng.randint(0, 3)), (some_day(), rng.randint(0, 3))],
        },
    )


class Builder:
    """Makes the parts of one rule."""

    def __init__(self, rng: Random, about: Kind, logged: Sequence[str] = ()) -> None:
        """Choose the events that subjects of that kind see."""
        self.rng = rng
        self.about = about
        scopes = {"case", "pupil", about} if about not in ("leaver", "pupil") else set(SCOPES.values())
        seen = [kind for kind, scope in SCOPES.items() if scope in scopes]
        own = [kind for kind, scope in SCOPES.items() if scope == about and scope not in ("case", "pupil")]
        self.kinds = [*seen, *own * 4, *FREQUENT * 2, "off_rolled"]
        preferred = [kind for kind in logged if kind in seen]
        self.kinds += preferred * (5 * len(self.kinds) // max(len(preferred), 1))
        self._milestones = 0

    def expr(self, depth: int) -> Expr:
        """Give a form, or forms joined and negated."""
        roll = self.rng.random()
        if depth and roll < 0.35:
            join = self.rng.choice((Both, Either))
            return join(tuple(self.expr(depth - 1) for _ in range(self.rng.choice((2, 2, 3)))))
        if depth and roll < 0.45:
            return Not(self.expr(depth - 1))
        return self.leaf()

    def leaf(self) -> Leaf:
        """Give one form."""
        makers = (
            (3, self._recorded),
            (9, self._within),
            (6, self._between),
            (7, self._order),
            (4, self._every),
            (2, self._includes),
            (2, self._outcome_is),
            (2, self._compare),
            (2, self._is),
            (1, self._is_recorded),
        )
        weights = [weight for weight, _ in makers]
        return self.rng.choices([make for _, make in makers], weights)[0]()

    def event(self, kinds: Sequence[str] | None = None) -> EventRef:
        """Give an event, perhaps narrowed: the first entry."""
        kind = self.rng.choice(kinds or self.kinds)
        if kind == "off_rolled" or self.rng.random() < 0.6:
            return EventRef(kind)
        possible = [narrow for narrow in (self._by(), *self._narrows_of(kind)) if self.rng.random() < 0.6]
        return EventRef(kind, tuple(sorted(possible)))

    def ref(self) -> Ref:
        """Give any reference."""
        makers = (
            (5, lambda: FieldRef(self.rng.choice(DATED))),
            (8, lambda: EventRef(self.rng.choice(("left_roll", "on_rolled")))),
            (9, self.milestone),
            (3 if self.about == "case" else 0, lambda: EventRef(ANY_ENTRY)),
            (6, lambda: EventRef("notification_received", (), "until")),
            (8, lambda: replace(self.event(), which="last")),
            (3, lambda: replace(self.event(), which="entered")),
            (58, self.event),
        )
        return self.rng.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()

    def counted_from(self) -> Ref:
        """Give a reference to count from: often what subjects of that kind are sure to have."""
        if self.rng.random() < 0.55:
            return self.ref()
        return EventRef(self.rng.choice(SURE[self.about]))

    def milestone(self, depth: int = 1, joined_by: str | None = None) -> MilestoneRef:
        """Give a milestone of two or three parts, one of them perhaps a milestone itself."""
        parts: list[Ref] = [self.event() for _ in range(self.rng.choice((1, 2)))]
        if depth and self.rng.random() < 0.3 and joined_by is None:
            parts.append(self.milestone(depth - 1))
        elif self.rng.random() < 0.2 and joined_by is None:
            parts.append(FieldRef("leaving_date"))
        else:
            parts.append(self.event())
        self._milestones += 1
        join = "or" if joined_by == "or" or self.rng.random() < 0.5 else "and"
        return MilestoneRef(
            f"milestone_{self._milestones}", RefTree("or" if join == "or" else "and", tuple(parts))
        )

    def length(self) -> Length:
        """Give a length, perhaps held by a parameter."""
        if self.rng.random() < 0.25:
            return Length(self.rng.choice(("time_1", "time_2")))
        return self.rng.choice(LENGTHS)

    def moment(self, ref: Ref | None = None) -> Moment:
        """Give a date, perhaps shifted."""
        whole = ref or self.counted_from()
        roll = self.rng.random()
        if roll < 0.45:
            return Moment(whole)
        return Moment(whole, self.length(), "after" if roll < 0.75 else "before")

    def _by(self) -> Narrow:
        some = tuple(sorted(self.rng.sample(ROLES, self.rng.choice((1, 2)))))
        return Narrow("by", some, every_word=len(some) > 1 and self.rng.random() < 0.2)

    def _narrows_of(self, kind: str) -> list[Narrow]:
        found: list[Narrow] = []
        if kind in COVERS:
            words = self._some(COVERS[kind])
            found.append(Narrow("covering", words, every_word=len(words) > 1 and self.rng.random() < 0.5))
        if kind in SENT_TO:
            found.append(Narrow("to", self._some(SENT_TO[kind])))
        if kind in OUTCOMES:
            found.append(Narrow("as", self._some((*OUTCOMES[kind], NOT_SAID))))
        return found

    def _some(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(self.rng.sample(words, self.rng.randint(1, min(2, len(words))))))

    def _recorded(self) -> Leaf:
        return Recorded(self.ref())

    def _within(self) -> Leaf:
        return Within(
            self.ref(), self.length(), self.rng.choice(("of", "of", "after", "before")), self.counted_from()
        )

    def _between(self) -> Leaf:
        start = self.moment()
        return Between(self.ref(), start, self.moment(start.ref if self.rng.random() < 0.5 else None))

    def _order(self) -> Leaf:
        return Order(self.ref(), self.rng.choice(RELATIONS), self.counted_from())

    def _every(self) -> Leaf:
        roll = self.rng.random()
        a: Ref = self.event(("actions_reviewed", "meeting_held", "pressure_reviewed", "intent_letter_sent"))
        if roll < 0.15:
            a = self._union()
        elif roll < 0.25 and self.about == "case":
            a = EventRef(ANY_ENTRY)
        return Every(a, self.length(), self.counted_from(), self.moment())

    def _union(self) -> MilestoneRef:
        self._milestones += 1
        events = self.event(("actions_reviewed",)), self.event(("meeting_held", "referral_made"))
        return MilestoneRef(f"milestone_{self._milestones}", RefTree("or", events))

    def _includes(self) -> Leaf:
        kind, attribute, words = self.rng.choice(
            (
                ("meeting_held", "role", ROLES),
                ("actions_reviewed", "with", ROLES),
                ("intent_letter_sent", "covers", COVERS["intent_letter_sent"]),
                ("referral_made", "to", SENT_TO["referral_made"]),
                ("actions_reviewed", "tag", ("safeguarding", "attendance")),
            )
        )
        asked = self._some(words)
        whole = len(asked) > 1 and self.rng.random() < 0.5
        return Includes(self.event((kind,)), attribute, asked, whole)  # type: ignore[arg-type]

    def _outcome_is(self) -> Leaf:
        kind = self.rng.choice([kind for kind in OUTCOMES if kind in self.kinds])
        return OutcomeIs(self.event((kind,)), self._some(OUTCOMES[kind]))

    def _compare(self) -> Leaf:
        bound = Bound(name="enough") if self.rng.random() < 0.3 else Bound(self.rng.randint(0, 3))
        return Compare(Number(event=self.event()), self.rng.choice(OPERATORS), bound)

    def _is(self) -> Leaf:
        roll = self.rng.random()
        if roll < 0.25:
            return Is("ehe_leaver", (self.rng.choice(("yes", "no")),))
        if roll < 0.4:
            return Is("sen_provision", self._some(("e", "k", "n")))
        return Is(self.rng.choice(YES_NO), (self.rng.choice(("yes", "no")),))

    def _is_recorded(self) -> Leaf:
        return IsRecorded(self.rng.choice(("leaving_reason", "destination", "leaving_date", "social_worker")))
