"""What is wrong with a sentence is said in words, where it stands, with the nearest name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load, names, rule_with, trouble

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.language import parse_milestone
from ehe_rules.rulebook.names import LanguageError

if TYPE_CHECKING:
    from pathlib import Path

ROLES = (
    "admissions, attendance_lead, attendance_staff, attendance_team, class_teacher, dsl, governor, head_of_school, heads, "
    "headteacher, la_officer, officers, organisations, other, parent, parents, pastoral_staff, pastoral_team, professional, "
    "pupil, send_team, sendco, senior_leader, senior_leader_attendance, senior_leaders, trust_officer, wellbeing_officer"
)
MIXED = "'and' and 'or' stand side by side: put brackets round what belongs together."
SHORT = "The sentence stops too early."
MISTAKES = {
    "meeting_hed": (
        0,
        "'meeting_hed' is not an event, a milestone, a column or a measure. Did you mean 'meeting_held'?",
    ),
    "risk_know": (
        0,
        "'risk_know' is not an event, a milestone, a column or a measure. Did you mean 'risk_known'?",
    ),
    "zzz": (0, "'zzz' is not an event, a milestone, a column or a measure."),
    "MEETING_HELD": (0, "'MEETING_HELD' is not an event, a milestone, a column or a measure."),
    "meeting_held within letter_tim of off_rolled": (
        20,
        "'letter_tim' is not a parameter. Did you mean 'letter_time'?",
    ),
    "meeting_held within enough of off_rolled": (
        20,
        "The parameter 'enough' does not hold a length of time, such as 5 school days.",
    ),
    "meeting_held.count >= letter_time": (22, "The parameter 'letter_time' does not hold a plain number."),
    "school_suggested_ehe as uphled": (
        24,
        "'school_suggested_ehe' cannot end as 'uphled'. Did you mean 'upheld'?",
    ),
    "parent_contacted covering suport": (
        26,
        "'parent_contacted' cannot cover 'suport'. Did you mean 'support'?",
    ),
    "referral_made to nobody": (
        17,
        "'referral_made' cannot be sent to 'nobody'. It knows: early_help, la, mash, other.",
    ),
    "meeting_held by headteachr": (
        16,
        "'meeting_held' cannot be by 'headteachr'. Did you mean 'headteacher'?",
    ),
    "meeting_held.role includes wizards": (27, f"'meeting_held' cannot be by 'wizards'. It knows: {ROLES}."),
    "social_worker is maybe": (17, "'social_worker' is one of yes, no; never 'maybe'."),
    "sen_provision is q": (17, "'sen_provision' is one of n, k, e; never 'q'."),
    "leaving_reason": (
        0,
        "'leaving_reason' is not a yes or no: say what it should be, such as 'leaving_reason is ...'.",
    ),
    "social_worker before off_rolled": (0, "'social_worker' holds no date, so it cannot be put in time."),
    "risk_known.last": (11, "Only an event can be narrowed or followed by a dot; 'risk_known' is none."),
    "risk_known by dsl": (0, "Only an event can be narrowed or followed by a dot; 'risk_known' is none."),
    "meeting_held.count": (13, "'.count' is not a date; dates are .first, .last, .until, .entered."),
    "meeting_held.rol includes dsl": (
        0,
        "'includes' asks after an event's .role, .with, .covers, .to or .tag.",
    ),
    "meeting_held >= 2": (
        0,
        "'meeting_held' is not a number; an event's number of entries is 'meeting_held.count'.",
    ),
    "stage_1_offered every 5 days from risk_known until off_rolled": (
        0,
        "'every' counts entries: an event, or a milestone that joins events by 'or'.",
    ),
    "leaving_date every 5 days from risk_known until off_rolled": (
        0,
        "'every' counts entries: an event, or a milestone that joins events by 'or'.",
    ),
    "meeting_held between 3 and 5": (21, "A number is no date."),
    "meeting_held or meeting_offered and off_rolled": (32, MIXED),
    "meeting_held and meeting_offered or off_rolled": (33, MIXED),
    "not meeting_held and meeting_offered or off_rolled": (37, MIXED),
    "(meeting_held or meeting_offered) and off_rolled or on_rolled": (49, MIXED),
    "meeting_held and": (16, SHORT),
    "meeting_held within 5 school days": (33, SHORT),
    "meeting_held between risk_known": (31, SHORT),
    "(meeting_held": (13, SHORT),
    "not": (3, SHORT),
    "": (0, SHORT),
    "meeting_held & off_rolled": (13, "'&' has no meaning here."),
    "meeting_held within -1 days of off_rolled": (20, "'-' has no meaning here."),
    "meeting_held)": (12, "')' does not fit here. Here could stand: the end."),
    "meeting_held within 5 of off_rolled": (22, "'of' does not fit here. Here could stand: school days."),
    "meeting_held within 5 schooldays of off_rolled": (
        22,
        "'schooldays' does not fit here. Here could stand: school days.",
    ),
    "meeting_held on or off_rolled": (
        19,
        "'off_rolled' does not fit here. Here could stand: 'after', 'before'.",
    ),
    "intent_letter_sent covering all of ()": (
        36,
        "')' does not fit here. Here could stand: a name, a number.",
    ),
    "meeting_held AND off_rolled": (13, "'AND' does not fit here."),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_shown_where_it_stands(text: str) -> None:
    assert trouble(text) == MISTAKES[text]


@pytest.mark.parametrize(
    "text", ["not meeting_held", "meeting_held before off_rolled", "leaving_reason is recorded"]
)
def test_a_milestone_joins_dates_and_nothing_else(text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_milestone(text, names())
    assert caught.value.message == (
        "A milestone may join events, dated columns and milestones by 'and' or 'or'; nothing else."
    )


REQUIRE = "require: intent_letter_sent within letter_time of oral_intention_stated"
UNKNOWN = "'leter_time' is not a parameter. Did you mean 'letter_time'?"
SHOWN = {
    "on the key's own line": (REQUIRE.replace("letter_time", "leter_time"), 9, 35),
    "in quotes": (
        "require: 'intent_letter_sent within leter_time of oral_intention_stated'",
        9,
        36,
    ),
    "folded": ("require: >\n  intent_letter_sent\n  within leter_time\n  of oral_intention_stated", 11, 9),
    "folded and stripped": (
        "require: >-\n\n  intent_letter_sent\n  within leter_time of oral_intention_stated",
        12,
        9,
    ),
    "literal": ("require: |\n  intent_letter_sent within\n  leter_time of oral_intention_stated", 11, 2),
}


@pytest.mark.parametrize("written", SHOWN)
def test_a_caret_points_at_the_word_however_the_sentence_is_written(tmp_path: Path, written: str) -> None:
    text, line, column = SHOWN[written]
    with pytest.raises(RulebookError) as caught:
        load(tmp_path, rule_with(REQUIRE, text))
    path = tmp_path / "made" / "letter.yaml"
    source = path.read_text(encoding="utf-8").split("\n")[line - 1]
    assert str(caught.value) == f"{path}, line {line}: {UNKNOWN}\n    {source}\n    {' ' * column}^"
    assert source[column:].startswith("leter_time")


def test_an_unknown_event_a_rule_and_its_whole_message(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load(tmp_path, rule_with("when: oral_intention_stated", "when: oral_intention"))
    assert str(caught.value) == (
        f"{tmp_path / 'made' / 'letter.yaml'}, line 8: 'oral_intention' is not an event, a milestone, a column or a measure. "
        "Did you mean 'oral_intention_stated'?\n    when: oral_intention\n          ^"
    )


def test_the_rule_of_these_tests_is_in_order(tmp_path: Path) -> None:
    assert [r.id for r in load(tmp_path, {"letter.yaml": RULE}).rules] == ["made:letter"]
