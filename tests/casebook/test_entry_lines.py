"""The lines of a case: entries and marks, and what is said of a line that means nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ehe_rules.casebook.entry_lines import read_entry
from ehe_rules.casebook.mark_lines import read_marks
from ehe_rules.casebook.place import Place
from ehe_rules.casebook.school_days import calendar_path, read_calendar
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_vocabulary
from ehe_rules.rulebook.ruleset import rulesets_folder
from ehe_rules.rulebook.yamlfile import YamlFile

VOCABULARY = load_vocabulary(rulesets_folder())
CALENDAR = read_calendar(calendar_path(rulesets_folder() / "hcat-ehe"))
HERE = Place(YamlFile(Path("rule.yaml"), "", None, {("line",): (7, 7)}), ("line",))
DAY = {"date": "2026-01-19"}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("2026-01-19 parent_contacted", {"event": "parent_contacted"}),
        (
            "2026-01-19 phone_attempted role headteacher; dsl outcome no_answer",
            {"event": "phone_attempted", "role": "headteacher;dsl", "outcome": "no_answer"},
        ),
        (
            "  2026-01-19   parent_contacted  covers concern , support;early_steps  with parent ",
            {"event": "parent_contacted", "covers": "concern;support;early_steps", "with": "parent"},
        ),
        ("2026-01-19 referral_made to la, mash", {"event": "referral_made", "to": "la;mash"}),
        (
            "2026-01-19 notification_received until 2026-01-23 recorded 2026-01-20 tag EHE ref A1 source cpoms reason religious",
            {
                "event": "notification_received",
                "until": "2026-01-23",
                "recorded": "2026-01-20",
                "tag": "EHE",
                "ref": "A1",
                "source": "cpoms",
                "reason": "religious",
            },
        ),
    ],
)
def test_an_entry_is_a_row_of_events(line: str, row: dict[str, str]) -> None:
    assert read_entry(line, VOCABULARY, HERE) == {**DAY, **row}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2026-01-32 parent_contacted", "'2026-01-32' is not a date; write it as 2026-01-19."),
        ("19/01/2026 parent_contacted", "'19/01/2026' is not a date; write it as 2026-01-19."),
        (
            "2026-01-19",
            "'2026-01-19' names no event; write a date and an event, such as 2026-01-19 parent_contacted.",
        ),
        (
            "2026-01-19 parent_contacte",
            "'parent_contacte' is not an event that can be logged. Did you mean 'parent_contacted'?",
        ),
        ("2026-01-19 left_roll", "'left_roll' is not an event that can be logged."),
        (
            "2026-01-19 parent_contacted cover support",
            "'cover' is not something that an entry can say. Did you mean 'covers'?",
        ),
        (
            "2026-01-19 parent_contacted covers suport",
            "'suport' is not a word that 'parent_contacted' knows for 'covers'. Did you mean 'support'?",
        ),
        (
            "2026-01-19 parent_contacted role headteachr",
            "'headteachr' is not a word that 'parent_contacted' knows for 'role'. Did you mean 'headteacher'?",
        ),
        (
            "2026-01-19 referral_made to court",
            "'court' is not a word that 'referral_made' knows for 'to'. There are: early_help, la, mash, other.",
        ),
        ("2026-01-19 meeting_held covers support", "'meeting_held' has no words for 'covers'."),
        ("2026-01-19 meeting_held until 2026-01-23", "'meeting_held' names no later day: it has no 'until'."),
        ("2026-01-19 notification_received until Friday", "'Friday' is not a date; write it as 2026-01-19."),
        ("2026-01-19 parent_contacted covers", "After 'covers' a value is missing."),
        ("2026-01-19 parent_contacted covers concern,", "After 'covers' a value is missing."),
        (
            "2026-01-19 parent_contacted role dsl role sendco",
            "'role' stands twice; separate its values by commas.",
        ),
        ("2026-01-19 phone_attempted outcome no_answer, spoke_declined", "'outcome' holds one value, not 2."),
    ],
)
def test_a_mistake_in_an_entry_is_named(line: str, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_entry(line, VOCABULARY, HERE)
    assert str(caught.value).startswith(f"rule.yaml, line 7: {message}")


def marks(line: str) -> list[tuple[str, str, str]]:
    return [(row["date"], row["session"], row["code"]) for row in read_marks(line, CALENDAR, HERE)]


def test_a_day_has_both_sessions() -> None:
    assert marks("2026-01-19 O") == [("2026-01-19", "AM", "O"), ("2026-01-19", "PM", "O")]


def test_present_all_day_is_written_as_registers_write_it() -> None:
    assert marks("2026-01-19 /") == [("2026-01-19", "AM", "/"), ("2026-01-19", "PM", "\\")]


def test_a_session_is_one_mark() -> None:
    assert marks("2026-01-19 PM /") == [("2026-01-19", "PM", "/")]


def test_a_span_has_marks_on_school_days_only() -> None:
    days = {day for day, _, _ in marks("2026-02-12..2026-02-24 O")}
    assert days == {"2026-02-12", "2026-02-13", "2026-02-23", "2026-02-24"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2026-01-19", "'2026-01-19' is not a day (or a span of days) and a code, such as 2026-01-19 O."),
        ("2026-01-18 O", "'2026-01-18 O' holds no school day of the cases' calendar."),
        ("2026-03-13 O", "'2026-03-13 O' holds no school day of the cases' calendar."),
        ("2026-05-25 O", "'2026-05-25 O' holds no school day of the cases' calendar."),
        ("2026-01-23..2026-01-19 O", "'2026-01-23..2026-01-19' ends before it begins."),
        ("2026-01-19 XX", "'XX' is not an attendance code."),
        ("2026-01-19 noon O", "'noon' is not a session. There are: AM, PM."),
    ],
)
def test_a_mistake_in_a_mark_is_named(line: str, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_marks(line, CALENDAR, HERE)
    assert str(caught.value).startswith(f"rule.yaml, line 7: {message}")


def test_the_calendar_of_the_cases_has_two_years() -> None:
    assert sorted(CALENDAR.half_terms) == ["2025/26", "2026/27"]
    assert min(CALENDAR.school_days) == date(2025, 9, 2)
    assert max(CALENDAR.school_days) == date(2027, 7, 20)
    # a bank holiday, a closure, a weekend, a holiday
    days = [date(2026, 5, 4), date(2026, 3, 13), date(2026, 1, 17), date(2026, 2, 18)]
    assert not CALENDAR.school_days & set(days)


def test_a_ruleset_may_bring_a_calendar_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "calendar.yaml"
    assert calendar_path(tmp_path) == rulesets_folder() / "calendar.yaml"
    own.write_text("half_terms:\n  2025/26: [2025-09-02..2025-10-24]\n", encoding="utf-8")
    assert calendar_path(tmp_path) == own
    with pytest.raises(RulebookError) as caught:
        read_calendar(own)
    assert str(caught.value) == (f"{own}, line 2: 2025/26 has 1 half terms; there are 6 in an academic year.")
