"""Every form of the language parses to its tree."""

from __future__ import annotations

import pytest
from rulebook.made import names, tree

from ehe_rules.rulebook.language import parse
from ehe_rules.rulebook.names import Names
from ehe_rules.rulebook.syntax import (
    Between,
    Both,
    Bound,
    Compare,
    Either,
    EventRef,
    Every,
    Expr,
    FieldRef,
    Includes,
    Is,
    IsRecorded,
    Length,
    Moment,
    Narrow,
    Not,
    Number,
    Order,
    OutcomeIs,
    Recorded,
    Within,
)
from ehe_rules.rulebook.vocabulary import EventKind, Vocabulary

HELD, OFFERED, OFF = EventRef("meeting_held"), EventRef("meeting_offered"), EventRef("off_rolled")
LETTER = EventRef("notification_received")
HEADS = ("head_of_school", "headteacher")
RISK, STAGE_1 = names().milestones["risk_known"], names().milestones["stage_1_offered"]
FIVE = Length(None, 5, "school days")
NAMED = Length("letter_time")


def narrowed(event: str, *narrows: Narrow) -> Recorded:
    return Recorded(EventRef(event, tuple(narrows)))


FORMS: dict[str, Expr] = {
    "meeting_held": Recorded(HELD),
    "risk_known": Recorded(RISK),
    "leaving_date": Recorded(FieldRef("leaving_date")),
    "meeting_held.first": Recorded(HELD),
    "meeting_held.last": Recorded(EventRef("meeting_held", (), "last")),
    "notification_received.until": Recorded(EventRef("notification_received", (), "until")),
    "meeting_held.entered": Recorded(EventRef("meeting_held", (), "entered")),
    # narrowing
    "meeting_held by dsl": narrowed("meeting_held", Narrow("by", ("dsl",))),
    "meeting_held by heads": narrowed("meeting_held", Narrow("by", HEADS)),
    "meeting_held by any of (sendco, dsl)": narrowed("meeting_held", Narrow("by", ("dsl", "sendco"))),
    "meeting_held by all of (sendco, dsl)": narrowed(
        "meeting_held", Narrow("by", ("dsl", "sendco"), every_word=True)
    ),
    "referral_made to la": narrowed("referral_made", Narrow("to", ("la",))),
    "parent_contacted covering support": narrowed("parent_contacted", Narrow("covering", ("support",))),
    "parent_contacted covering all of (support, concern)": narrowed(
        "parent_contacted", Narrow("covering", ("concern", "support"), every_word=True)
    ),
    "pressure_reported as not_said": narrowed("pressure_reported", Narrow("as", ("not_said",))),
    "phone_attempted as no_answer by heads": narrowed(
        "phone_attempted", Narrow("as", ("no_answer",)), Narrow("by", HEADS)
    ),
    "meeting_held.last by dsl": Recorded(EventRef("meeting_held", (Narrow("by", ("dsl",)),), "last")),
    # deadlines
    "meeting_held within 5 school days of risk_known": Within(HELD, FIVE, "of", RISK),
    "meeting_held within letter_time of risk_known": Within(HELD, NAMED, "of", RISK),
    "meeting_held within 1 school day after off_rolled": Within(
        HELD, Length(None, 1, "school days"), "after", OFF
    ),
    "meeting_held within 2 weeks before off_rolled": Within(HELD, Length(None, 2, "weeks"), "before", OFF),
    "stage_1_offered within 1 half term of off_rolled": Within(
        STAGE_1, Length(None, 1, "half terms"), "of", OFF
    ),
    "meeting_held within 0 days of off_rolled": Within(HELD, Length(None, 0, "days"), "of", OFF),
    # order
    "meeting_held before off_rolled": Order(HELD, "before", OFF),
    "meeting_held on or before off_rolled": Order(HELD, "on or before", OFF),
    "meeting_held on off_rolled": Order(HELD, "on", OFF),
    "meeting_held on or after off_rolled": Order(HELD, "on or after", OFF),
    "meeting_held after off_rolled": Order(HELD, "after", OFF),
    "entry_date before leaving_date": Order(FieldRef("entry_date"), "before", FieldRef("leaving_date")),
    "meeting_held between risk_known and off_rolled": Between(HELD, Moment(RISK), Moment(OFF)),
    "meeting_held between letter_time before off_rolled and 5 school days after off_rolled": Between(
        HELD, Moment(OFF, NAMED, "before"), Moment(OFF, FIVE, "after")
    ),
    # recurrence
    "meeting_held every 5 school days from risk_known until off_rolled": Every(HELD, FIVE, RISK, Moment(OFF)),
    "risk_known every letter_time from meeting_held until 2 terms after off_rolled": Every(
        RISK, NAMED, HELD, Moment(OFF, Length(None, 2, "terms"))
    ),
    # tests
    "meeting_held.role includes any of (heads)": Includes(HELD, "role", HEADS),
    "meeting_held.with includes all of (dsl, sendco)": Includes(
        HELD, "with", ("dsl", "sendco"), every_word=True
    ),
    "referral_made.to includes la": Includes(EventRef("referral_made"), "to", ("la",)),
    "parent_contacted.covers includes support": Includes(
        EventRef("parent_contacted"), "covers", ("support",)
    ),
    "meeting_held.tag includes EHE": Includes(HELD, "tag", ("ehe",)),
    "phone_attempted.outcome is no_answer": OutcomeIs(EventRef("phone_attempted"), ("no_answer",)),
    "phone_attempted.outcome in (spoke_declined, no_answer)": OutcomeIs(
        EventRef("phone_attempted"), ("no_answer", "spoke_declined")
    ),
    "phone_attempted.outcome is not no_answer": Not(OutcomeIs(EventRef("phone_attempted"), ("no_answer",))),
    "meeting_held.count >= 2": Compare(Number(event=HELD), ">=", Bound(2)),
    "meeting_held.count < enough": Compare(Number(event=HELD), "<", Bound(name="enough")),
    "meeting_held.count by dsl = 1": Compare(
        Number(event=EventRef("meeting_held", (Narrow("by", ("dsl",)),))), "=", Bound(1)
    ),
    "meeting_held.count between 1 and enough": Both(
        (
            Compare(Number(event=HELD), ">=", Bound(1)),
            Compare(Number(event=HELD), "<=", Bound(name="enough")),
        )
    ),
    "short_notice": Is("short_notice", ("yes",)),
    "social_worker is no": Is("social_worker", ("no",)),
    "sen_provision in (k, e)": Is("sen_provision", ("e", "k")),
    "school_type is special": Is("school_type", ("special",)),
    "leaving_reason is recorded": IsRecorded("leaving_reason"),
    "leaving_reason is not recorded": Not(IsRecorded("leaving_reason")),
    "meeting_held is recorded": Recorded(HELD),
    "meeting_held is not recorded": Not(Recorded(HELD)),
    # joining
    "meeting_held and meeting_offered and off_rolled": Both(
        (Recorded(HELD), Recorded(OFFERED), Recorded(OFF))
    ),
    "meeting_held or meeting_offered": Either((Recorded(HELD), Recorded(OFFERED))),
    "(meeting_held or meeting_offered) and off_rolled": Both(
        (Either((Recorded(HELD), Recorded(OFFERED))), Recorded(OFF))
    ),
    "(meeting_held and meeting_offered) and off_rolled": Both(
        (Both((Recorded(HELD), Recorded(OFFERED))), Recorded(OFF))
    ),
    "((meeting_held))": Recorded(HELD),
    "not meeting_held and meeting_offered": Both((Not(Recorded(HELD)), Recorded(OFFERED))),
    "not (meeting_held and meeting_offered)": Not(Both((Recorded(HELD), Recorded(OFFERED)))),
    "not not meeting_held": Not(Not(Recorded(HELD))),
    "not meeting_held before off_rolled": Not(Order(HELD, "before", OFF)),
    # the second `and` joins, the first belongs to `between`; so with `or` after `on`
    "meeting_held between risk_known and off_rolled and meeting_offered": Both(
        (Between(HELD, Moment(RISK), Moment(OFF)), Recorded(OFFERED))
    ),
    "meeting_held on meeting_offered or off_rolled": Either((Order(HELD, "on", OFFERED), Recorded(OFF))),
}


@pytest.mark.parametrize("text", FORMS)
def test_a_form_parses_to_its_tree(text: str) -> None:
    assert tree(text) == FORMS[text]


@pytest.mark.parametrize("text", FORMS)
def test_line_breaks_and_spaces_mean_nothing(text: str) -> None:
    assert tree("\n  " + text.replace(" ", " \n ").replace("(", " ( ") + "\n") == FORMS[text]


@pytest.mark.parametrize("unit", ["school days", "days", "weeks", "months", "half terms", "terms", "years"])
def test_a_unit_is_one_in_the_singular_and_the_plural(unit: str) -> None:
    one, many = (tree(f"meeting_held within 3 {u} of off_rolled") for u in (unit[:-1], unit))
    assert one == many == Within(HELD, Length(None, 3, unit), "of", OFF)  # type: ignore[arg-type]


# Names that begin with a word of the language: a lexer that is not careful reads `not ification_received`.
TRAPS = {
    "notification_received": Recorded(LETTER),
    "not notification_received": Not(Recorded(LETTER)),
    "notification_received and not notification_received": Both((Recorded(LETTER), Not(Recorded(LETTER)))),
    "on_rolled": Recorded(EventRef("on_rolled")),
    "on_rolled on on_rolled": Order(EventRef("on_rolled"), "on", EventRef("on_rolled")),
    "off_rolled on or before on_rolled": Order(OFF, "on or before", EventRef("on_rolled")),
    "any_entry": Recorded(EventRef("any_entry")),
    "any_entry by any of (dsl, admissions)": narrowed("any_entry", Narrow("by", ("admissions", "dsl"))),
    "any_entry every 5 school days from on_rolled until off_rolled": Every(
        EventRef("any_entry"), FIVE, EventRef("on_rolled"), Moment(OFF)
    ),
    "information_requested as legitimate": narrowed("information_requested", Narrow("as", ("legitimate",))),
    "information_requested within 1 term of information_shared": Within(
        EventRef("information_requested"), Length(None, 1, "terms"), "of", EventRef("information_shared")
    ),
    "attendance_considered as concern": narrowed("attendance_considered", Narrow("as", ("concern",))),
    "return_requested to school": narrowed("return_requested", Narrow("to", ("school",))),
    "school_suggested_ehe": Recorded(EventRef("school_suggested_ehe")),
}


@pytest.mark.parametrize("text", TRAPS)
def test_a_name_that_begins_like_a_word_of_the_language_is_a_name(text: str) -> None:
    assert tree(text) == TRAPS[text]


KEYWORDS = (
    "not on or before after by to covering as any all of and within between every from until is in includes"
)


@pytest.mark.parametrize("keyword", KEYWORDS.split())
def test_an_event_may_begin_with_any_word_of_the_language(keyword: str) -> None:
    event = f"{keyword}_thing"
    ref = EventRef(event)
    known = Names(Vocabulary(events={"case": {event: EventKind()}}, subjects={}), {}, {})
    expected: dict[str, Expr] = {
        event: Recorded(ref),
        f"not {event}": Not(Recorded(ref)),
        f"{event} on or before {event}": Order(ref, "on or before", ref),
        f"{event} within 5 school days of {event}": Within(ref, FIVE, "of", ref),
        f"{event} between {event} and {event}": Between(ref, Moment(ref), Moment(ref)),
        f"{event} every 5 school days from {event} until {event}": Every(ref, FIVE, ref, Moment(ref)),
    }
    for text, form in expected.items():
        assert parse(text, known) == form
