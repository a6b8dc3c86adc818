"""A school's page: what its DSL reads, in which order, and that nothing in a cell can break it."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook
from reporting.pages import outline, section, text
from reporting.sample import (
    AMBER,
    DREW,
    ELLIS,
    ELM,
    FINDINGS,
    OAK,
    PUPILS,
    RISES,
    SUBJECTS,
    A,
    D,
    finding,
    rules,
    sample,
)

from ehe_rules.reporting import render


@pytest.fixture(scope="module")
def oak() -> str:
    return render(sample())[f"schools/{OAK}.html"].decode()


def order(html: str, *words: str) -> bool:
    places = [html.index(word) for word in words]
    return places == sorted(places)


def test_children_with_a_social_worker_or_an_open_concern_come_first(oak: str) -> None:
    work = section(oak, "to-do")
    assert re.findall(r"<h3>(.*?)</h3>", work) == [
        "Blake Sample",
        "Drew Invented",
        "Amber Example",
        "Name not supplied",
    ]
    assert order(work, "Social worker", "Open safeguarding concern")


def test_one_missing_act_that_two_rules_ask_for_is_one_item(oak: str) -> None:
    work = section(oak, "to-do")
    assert work.count("Complete the EHE1 form") == 1
    assert "asked for by england RET-DEL , hcat-ehe 5.4.1" in text(work)


def test_deadlines_are_in_words_with_the_weekday(oak: str) -> None:
    work = text(section(oak, "to-do"))
    assert "Was due Fri 16 Jan" in work
    assert "By Mon 2 Feb" in work
    assert order(work, "Contact the parent", "By Mon 2 Feb")


def test_one_act_stands_once_though_two_rulesets_word_its_remedy_differently() -> None:
    act = "Send the EHE1 form"
    known = [rule | {"act": act} if rule["rule"] in ("RET-DEL", "5.4.1") else rule for rule in rules()]
    found = [
        row | {"remedy": "Make the return today."} if row["rule"] == "RET-DEL" else row for row in FINDINGS
    ]
    work = text(section(render(sample(rules=known, findings=found))[f"schools/{OAK}.html"].decode(), "to-do"))
    assert work.count("Make the return today.") + work.count("Complete the EHE1 form") == 1
    assert "asked for by england RET-DEL , hcat-ehe 5.4.1" in work


def test_what_is_past_doing_is_for_learning_and_not_to_do(oak: str) -> None:
    work, learning = text(section(oak, "to-do")), text(section(oak, "learning"))
    assert "Casey Testcase" not in work  # the case is closed
    assert "Offer the meeting" not in work  # the child has left: stage 3 is over
    assert "Casey Testcase \N{MULTIPLICATION SIGN} Not met The parent is contacted" in learning
    assert "Blake Sample ! Done late The parent is contacted" in learning
    assert "The law comes first" in learning
    assert "Waived Casey Testcase" in learning


def test_what_cannot_be_decided_is_grouped_by_reason() -> None:
    again = finding("5.1.3", "cannot_tell", D, reason="No export of this school has a role column.")
    first = finding("5.2.1", "cannot_tell", A, reason="No export of this school has a role column.")
    page = render(sample(findings=[first, again]))[f"schools/{OAK}.html"].decode()
    waiting = text(section(page, "undecided"))
    assert waiting.count("No export of this school has a role column.") == 1
    assert "Amber Example and Drew Invented 2" in waiting


def test_others_duties_and_patterns_are_neither_to_do_nor_failings(oak: str) -> None:
    assert "therapist" not in section(oak, "to-do") + section(oak, "learning")
    assert "therapist" in section(oak, "others")
    assert "never a failing" in section(oak, "patterns")
    assert "suspension of 15 Dec 2025" not in section(oak, "to-do") + section(oak, "learning")


def test_a_case_shows_both_dates_the_evidence_the_rule_and_its_clause(oak: str) -> None:
    cases = text(section(oak, "cases"))
    assert "Mon 12 Jan 2026 entered 15 Jan 2026 Parent contacted by attendance lead" in cases
    assert "Suspension (before this case opened)" in cases
    assert "roll.xlsx, sheet Leavers, row 4" in cases
    assert "require: intent_letter_sent covering all of (responsibilities, meeting_invitation)" in cases
    assert "clause hcat:5.1.3" in cases
    assert "Off roll 16 Jan 2026: home education by its removal ground" in cases


def test_a_status_is_always_words_and_a_prohibition_is_never_called_met(oak: str) -> None:
    cases = text(section(oak, "cases"))
    assert "\N{EN DASH} Nothing on record The school has not suggested home education" in cases
    assert "\N{MULTIPLICATION SIGN} On record The school has not suggested home education" in cases
    assert all(
        re.sub(r"<i .*?</i>", "", tag).strip()
        for tag in re.findall(r'<span class="tag [a-z]+">(.*?)</span>', oak)
    )


def test_met_verdicts_are_folded_without_a_script(oak: str) -> None:
    folded = re.findall(r"<details[^>]*><summary>(.*?)</summary>", oak)
    assert "In place, or nothing on record against it: 1 check" in folded
    assert "<script" not in oak


def test_the_page_is_well_made(oak: str) -> None:
    found = outline(oak)
    assert found.levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
    assert {"main", "nav", "header", "footer"} <= set(found.landmarks)
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert '<html lang="en-GB">' in oak
    assert not re.search(r"https?://|src=|url\(", oak)


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", '"><img onerror=x>', "=HYPERLINK(1)", "{{ 7*7 }}"]
)
def test_markup_and_formulas_in_a_cell_show_as_text(nasty: str) -> None:
    pupils = [{**row, "surname": nasty} for row in PUPILS]
    findings = [
        {**row, "reason": nasty, "note": nasty, "remedy": nasty, "evidence": f"{nasty}:3"} for row in FINDINGS
    ]
    page = render(sample(pupils=pupils, findings=findings))[f"schools/{OAK}.html"].decode()
    outline(page)
    assert f"Amber {nasty}" in unescape(page)
    assert "<script" not in page
    assert "<img" not in page


def test_a_shared_files_problems_do_not_name_another_schools_children() -> None:
    shared = [
        {
            "severity": "note",
            "file": "cpoms.csv",
            "row": "2",
            "message": f"Ellis Madeup ({ELLIS}) and {AMBER} differ.",
        }
    ]
    page = render(sample(problems=shared))[f"schools/{OAK}.html"].decode()
    assert f"[a pupil] ([a pupil]) and {AMBER} differ." in page


def test_only_the_schools_own_files_and_problems_are_shown(oak: str) -> None:
    data = text(section(oak, "data"))
    assert "cpoms.csv 2 warnings" in data
    assert "elm.csv" not in data
    assert "rows 7 and 9" in data


def test_a_problem_of_a_column_or_a_file_as_a_whole_names_no_row() -> None:
    of_file = {"severity": "warning", "file": "cpoms.csv", "sheet": "", "value": "", "todo": ""}
    found = [
        of_file | {"row": "0", "column": "author", "message": "Nobody knows who this is."},
        of_file | {"row": "0", "column": "", "message": "Some rows lie elsewhere."},
        of_file | {"row": "7", "column": "", "message": "Some rows lie elsewhere."},
    ]
    data = text(section(render(sample(problems=found))[f"schools/{OAK}.html"].decode(), "data"))
    assert "Nobody knows who this is. column author" in data
    assert "Some rows lie elsewhere. row 7" in data
    assert "row 0" not in data
    assert "rows 0" not in data


def test_what_is_in_place_outside_any_case_is_counted_not_listed(oak: str) -> None:
    elsewhere = section(oak, "elsewhere")
    assert "hcat-ehe 6.5 \N{MULTIPLICATION SIGN} Not met 1 \N{CHECK MARK} In place 1" in text(elsewhere)
    assert DREW not in elsewhere


def test_a_weeks_missed_review_is_one_line_for_the_school_and_for_learning() -> None:
    weeks = [
        finding(
            "7.2", "not_met", about="school_week", school=ELM, subject=f"week/{ELM}/{week}", duty_of="school"
        )
        for week in "12"
    ]
    page = render(sample(findings=weeks))[f"schools/{ELM}.html"].decode()
    assert "Nothing is overdue or coming up" in section(page, "to-do")
    assert text(section(page, "learning")).count("The school as a whole: 2 weeks") == 1


def test_only_who_left_for_home_education_is_listed_as_having_left_for_it() -> None:
    left = [
        row | {"off_rolled_on": "2026-01-28", "ehe": ehe, "closed_on": closed, "closed_by": by}
        for row, ehe, closed, by in zip(
            SUBJECTS[:4],
            ("no", "yes", "yes", "unknown"),
            ("2026-01-28", "", "2026-01-29", ""),
            ("left", "", "re-entry", ""),
            strict=True,
        )
    ]
    page = render(sample(subjects=[*left, SUBJECTS[4]]))[f"schools/{OAK}.html"].decode()
    assert (
        "4 cases: 0 open, 2 off roll for home education (1 of them back on roll since), 1 off roll and not known whether for home education, "
        "1 left for another reason, 0 closed" in text(page)
    )
    sure, perhaps = section(page, "leavers").split("<h3", maxsplit=1)
    assert [name in sure for name in ("Amber", "Blake", "Casey", "Drew")] == [False, True, True, False]
    assert [name in perhaps for name in ("Amber", "Blake", "Casey", "Drew")] == [False, False, False, True]
    cases = text(section(page, "cases"))
    assert "Case, left for another reason on 28 Jan 2026" in cases
    assert "Closed 28 Jan 2026: left for another reason" in cases
    assert "Case, off roll from 28 Jan 2026, back on roll 30 Jan 2026" in cases
    assert "Casey Testcase Reception Z90000000301A 28 Jan 2026 back on roll 30 Jan 2026" in text(sure)
    assert "Case, off roll since 28 Jan 2026; not known whether for home education" in cases


def test_who_came_back_on_the_day_of_leaving_was_back_that_day() -> None:
    day = {"off_rolled_on": "2026-01-28", "ehe": "yes", "closed_on": "2026-01-28"}
    page = render(sample(subjects=[SUBJECTS[0] | day | {"closed_by": "re-entry that day"}, *SUBJECTS[1:]]))
    cases = text(section(page[f"schools/{OAK}.html"].decode(), "cases"))
    assert "Case, off roll from 28 Jan 2026, back on roll 28 Jan 2026" in cases
    assert "Closed 28 Jan 2026: back on roll that day" in cases


def test_who_left_and_nobody_knows_why_is_named_though_there_was_no_case() -> None:
    def gone(on: str, ehe: str, row: dict[str, str] = SUBJECTS[3], **cells: str) -> dict[str, str]:
        name = row["subject"].replace("case/", "leaver/")
        return row | {"subject": name, "about": "leaver", "off_rolled_on": on, "ehe": ehe} | cells

    amber, blake, casey, *_ = SUBJECTS
    left = [
        gone("2026-01-20", "unknown", amber),
        gone("2026-01-16", "yes", blake),
        gone("2026-01-28", "no", casey, unexplained="yes"),
        gone("2026-01-12", "no"),
        casey | {"off_rolled_on": "2025-11-03", "ehe": "no"},
    ]
    pages = render(sample(subjects=[blake, *left]), formats=("html", "xlsx"))
    leavers = section(pages[f"schools/{OAK}.html"].decode(), "leavers")
    assert text(leavers).endswith(
        "2 children without a case on record: Casey Testcase, Reception, UPN Z90000000301A: off roll 28 Jan 2026 "
        "Amber Example, Year 9, UPN Z90000000101A: off roll 20 Jan 2026"
    )
    book = load_workbook(io.BytesIO(pages["findings.xlsx"]))
    rows = [
        (row[1], str(row[7])[:10], row[10]) for row in book["Leavers"].iter_rows(min_row=5, values_only=True)
    ]
    none = "No case on record"
    assert rows == [("Casey Testcase", "2026-01-28", none), ("Amber Example", "2026-01-20", none)]
    oak = next(row for row in book["Schools"].iter_rows(values_only=True) if row[0] == "Oak Invented Academy")
    assert oak[5:7] == (1, 2)
    many = [gone(f"2026-01-{day:02}", "unknown") for day in range(1, 26)]
    leavers = section(render(sample(subjects=many))[f"schools/{OAK}.html"].decode(), "leavers")
    assert "25 children without a case on record, those who left last first" in text(leavers)
    assert "And 5 more who left earlier" in text(leavers)


def test_a_case_whose_child_left_and_nothing_says_why_is_not_said_to_have_left_for_another_reason() -> None:
    cells = {
        "off_rolled_on": "2026-01-28",
        "ehe": "no",
        "unexplained": "yes",
        "closed_on": "2026-01-28",
        "closed_by": "left",
    }
    page = render(sample(subjects=[SUBJECTS[0] | cells]))[f"schools/{OAK}.html"].decode()
    assert "1 case: 0 open, 0 off roll for home education, 1 off roll and not known whether" in text(page)
    assert "left for another reason" not in page
    assert "Closed 28 Jan 2026: left, and no reason is recorded" in text(page)


def test_without_a_roll_nobody_is_said_not_to_have_left() -> None:
    rise = {**RISES[0], "basis": "none", "why_none": "no_roll", "rise": ""}
    page = render(sample(rises=[rise], subjects=[SUBJECTS[0]]))[f"schools/{OAK}.html"].decode()
    assert "No child is recorded as having left" not in page
    assert "Who left is not known: no roll was supplied for this school" in text(section(page, "leavers"))
    assert "(as far as it was logged: no roll shows who left)" in page


def test_a_school_without_findings_says_so() -> None:
    page = render(sample(findings=[], subjects=[], timeline=[]))[f"schools/{ELM}.html"].decode()
    outline(page)
    for words in ("Nothing is overdue", "No case is on record", "Nothing was done late"):
        assert words in page
