"""The page of a focused review, and what the overview says of each school's comparison."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from reporting.pages import outline, section, text
from reporting.review_sample import review_sample, withdrawal
from reporting.sample import ELM, MANIFEST, OAK, PUPILS, RISES, sample

from ehe_rules.reporting import render
from ehe_rules.reporting.rows import records

PAGE = f"focused-review/{OAK}.html"


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    return render(review_sample(), formats=("html",))


@pytest.fixture(scope="module")
def page(outputs: dict[str, bytes]) -> str:
    return outputs[PAGE].decode()


def words(html: str, name: str) -> str:
    return text(section(html, name))


def test_only_a_school_with_a_review_has_a_page(outputs: dict[str, bytes]) -> None:
    assert [name for name in outputs if name.startswith("focused-review/")] == [PAGE]
    assert not any(name.startswith("focused-review/") for name in render(sample(), formats=("html",)))


def test_it_says_why_it_started_with_its_numbers(page: str) -> None:
    why = words(page, "why")
    assert "4 children left for home education in 2025/26, half term 3, up to Fri 30 Jan 2026." in why
    assert "About 0.2 would be expected. A focused review starts at 2." in why
    assert "With the school's own past: 1 withdrawal in its last 6 half terms on record" in why
    assert "Started by the trust 27 Jan 2026" in why
    assert "1 pupil who left this half term for a reason that is not known" in why


def test_the_last_seven_half_terms_are_a_table_and_a_drawing_of_the_same_numbers(page: str) -> None:
    why = section(page, "why")
    numbers = ["0", "0", "0", "0", "0", "1", "4"]
    assert re.findall(r'data-label="Withdrawals">(\d+)<', why) == numbers
    assert [re.sub(r"\D", "", n) for n in re.findall(r'<text class="number"[^>]*>([^<]*)<', why)] == numbers
    assert "2024/25, HT 3 6 Jan 2025 to 14 Feb 2025 0 \N{EN DASH} 0 Perhaps not all leavers" in text(why)
    assert "2025/26, HT 3 5 Jan 2026 to 13 Feb 2026 4 , a rise 2 0 This half term, so far" in text(why)
    assert "2024/25, HT 2" not in text(why)
    heights = [int(h) for h in re.findall(r'<rect [^>]*height="(\d+)"', why)]
    assert heights == [0, 0, 0, 0, 0, heights[-1] // 4, heights[-1]]
    assert 'role="img"' in why


def test_every_case_is_one_row_in_its_group_and_leads_to_the_schools_page(
    page: str, outputs: dict[str, bytes]
) -> None:
    cases = section(page, "cases")
    groups = re.findall(r"<h3[^>]*>(.*?) <span[^>]*>\((\d+)\)", cases)
    assert groups == [
        ("Withdrawn this half term", "4"),
        ("Open now", "2"),
        ("Withdrawn in earlier half terms", "1"),
    ]
    school = outline(outputs[f"schools/{OAK}.html"].decode())
    links = [link for link in outline(page).links if link.startswith("../schools/") and "#" in link]
    assert len(links) == 6
    assert {link.split("#")[1] for link in links} <= set(school.ids)
    assert "Casey Testcase" not in text(cases)  # closed, and no withdrawal


def test_a_stage_shows_its_worst_status_in_words_and_how_many_checks_have_it(page: str) -> None:
    cases = words(page, "cases")
    blake = cases[cases.index("Blake Sample") : cases.index("Fern Invented")]
    assert "Social worker" in blake
    assert "Notice 16 Jan 2026 Off roll 16 Jan 2026 Attended 60 of 60 sessions" in blake
    crossed = "\N{MULTIPLICATION SIGN} Not met"
    # stage 1: one late, one not met; stage 2: nothing; stage 3 and 4: one not met; the law: a prohibition kept, a return missing
    assert (
        f"{crossed} 1 of 2 Nothing was asked {crossed} 1 of 1 {crossed} 1 of 1 {crossed} 1 of 2 Not recorded"
        in blake
    )


def test_a_withdrawal_whose_case_was_left_out_still_has_its_row(page: str) -> None:
    cases = words(page, "cases")
    assert "Ivo Sample Year 7" in cases
    assert "The case is not among those of this report." in cases
    assert cases.count("Not in this report") == 5
    assert "Nothing was asked" not in cases.partition("Ivo Sample")[2]


def test_a_withdrawal_left_out_for_its_age_says_so_and_not_that_nothing_was_asked() -> None:
    since = {"date": "2026-01-01", "subjects_left_out": {OAK: {"case": 1}}}
    shown = text(
        render(review_sample(manifest={**MANIFEST, "since": since}), formats=("html",))[PAGE].decode()
    )
    assert "The case is not among those of this report: it was over before 1 Jan 2026." in shown
    assert "are left out, as asked for: 1 case." in shown


def test_patterns_are_numbers_beside_the_rolls_and_no_percentage_of_a_handful(page: str) -> None:
    patterns = words(page, "patterns")
    assert "Year 9 3 of 4 0 of 1 90 of 400 (23%)" in patterns  # 9 and Y9 are one year
    assert "Year 7 0 of 4 1 of 1 0 of 400 (0%)" in patterns
    assert "SEN support 1 of 4 0 of 1 50 of 400 (13%)" in patterns
    assert "A tenth or more of the sessions missed 1 of 3 0 of 1 60 of 400 (15%)" in patterns
    assert "Not known for 1 withdrawal. The roll: pupils with marks" in patterns
    assert "Last dispute in the 30 school days before the notice" in patterns
    assert "None on record 2 of 4 1 of 1 390 of 400 (98%)" in patterns
    assert "Suspension 1 of 4 0 of 1 10 of 400 (3%)" in patterns
    assert re.findall(r"\d of [0-9] \(", patterns) == []


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (
            {"disputes_known": "no", "disputes_unheld": "suspension"},
            "No export of this school can hold: suspension.",
        ),
        ({"dispute": "suspension", "since": ""}, "Not known for 1 withdrawal."),
    ],
)
def test_a_dispute_that_cannot_be_told_is_not_counted_as_none(cells: dict[str, str], shown: str) -> None:
    rows = [withdrawal("Z900000006010", "", "2026-01-19", **cells)]
    people = [*PUPILS, {"school": OAK, "pupil": "Z900000006010", "upn": "Z900000006010"}]
    html = render(review_sample(withdrawals=rows, pupils=people), formats=("html",))[PAGE].decode()
    patterns = words(html, "patterns")
    assert shown in patterns
    assert "None on record" not in patterns


def test_what_was_done_since_the_review_started(page: str) -> None:
    steps = words(page, "steps")
    assert "as recorded since 27 Jan 2026" in steps
    assert "\N{CHECK MARK} Recorded The trust starts the review 27 Jan 2026; by trust officer" in steps
    assert "Partly recorded Each case is examined 1 of 4 children withdrawn this half term" in steps
    assert "Not yet: Blake Sample, Gale Invented and Holly Invented" in steps
    assert (
        "Not recorded Adherence to the procedure is checked To record it: Focused review adherence, in the oversight log"
        in steps
    )
    assert "4 Dec 2025" not in steps  # the 1:1 of before the review
    assert "Year 9, UPN Z900000006010" not in steps


def test_questions_name_their_numbers_and_no_cause(page: str) -> None:
    asked = words(page, "questions")
    for part in (
        "2 of 4 withdrawals came within 30 school days of a dispute (complaint made 1 and suspension 1).",
        "1 of 4 withdrawals has a record that the school suggested home education",
        "1 of 4 withdrawals has no meeting offered on record",
        "1 of 4 withdrawals has no written notice on record.",
        "1 of 4 withdrawals has a notice that names no last day.",
        "1 of 4 withdrawals has no reason on record.",
        "1 of 4 withdrawals followed six school weeks in which the child missed a tenth or more",
        "3 of 4 withdrawals are from Year 9; the roll has 90 of 400 (23%).",
        "2 of 4 withdrawals have SEN support or an EHC plan.",
        "Not met in 4 of 6 cases: the intent-to-EHE letter is sent",
        "2 of 2 open cases have steps overdue.",
        "1 check on these cases cannot be decided",
    ):
        assert part in asked
    assert "because" not in text(page)


def test_a_review_that_the_trust_started_without_a_rise_says_so() -> None:
    started = RISES[0] | {"started_on": "2026-01-12"}
    outputs = render(sample(rises=[started, RISES[1]]), formats=("html",))
    why = words(outputs[PAGE].decode(), "why")
    assert "The trust started this review on 12 Jan 2026." in why
    assert "This half term's withdrawals alone would not start one: 1, where 2 would." in why
    assert "Started by the trust" in words(outputs["index.html"].decode(), "reviews")


def test_a_review_started_once_a_half_term_with_a_rise_is_over_is_about_that_one() -> None:
    before = {"withdrawals_before": "7", "starts_at_before": "3", "rise_before": "yes"}
    started = RISES[0] | before | {"started_on": "2026-01-12", "withdrawals": "0"}
    html = render(review_sample(rises=[started, RISES[1]]), formats=("html",))[PAGE].decode()
    assert "In the half term before, 7 children left, where 3 would start one." in words(html, "why")
    assert "Withdrawn this half term and the one before (5)" in words(html, "cases")
    assert "1 of 5 children withdrawn this half term and the one before" in words(html, "steps")
    assert "Year 9 3 of 5" in words(html, "patterns")


def test_a_rise_of_the_half_term_before_without_a_review_stands_on_the_overview() -> None:
    before = {"withdrawals_before": "7", "starts_at_before": "3", "rise_before": "yes"}
    outputs = render(sample(rises=[RISES[0] | before, RISES[1]]), formats=("html",))
    assert not any(name.startswith("focused-review/") for name in outputs)
    reviews = words(outputs["index.html"].decode(), "reviews")
    assert (
        "No rise The half term before was more than chance explains: 7, where 3 start a review. No review"
        in reviews
    )


def test_the_overview_says_for_each_school_which_comparison_was_possible(outputs: dict[str, bytes]) -> None:
    index = outputs["index.html"].decode()
    reviews = words(index, "reviews")
    assert (
        "Oak Invented Academy More than chance explains Started 27 Jan 2026 4"
        " and 1 for a reason that is not known 0.2 2 With the school's own past" in reviews
    )
    assert (
        "Elm Invented School No comparison possible 0 \N{EN DASH} \N{EN DASH} Neither this school's leavers"
        in reviews
    )
    assert f'href="{PAGE}"' in index
    assert f"../{PAGE}" in outputs[f"schools/{OAK}.html"].decode()
    for row in review_sample().pupils["forename"]:
        assert row not in index


def test_a_school_compared_with_the_trust_and_one_that_cannot_be_told() -> None:
    trust = RISES[0] | {"basis": "trust", "expected_sum": "1200", "expected_n": "2600", "own_half_terms": "2"}
    unknown = RISES[0] | {"school": ELM, "rise": "cannot_tell", "unclear": "2"}
    reviews = words(
        render(sample(rises=[trust, unknown]), formats=("html",))["index.html"].decode(), "reviews"
    )
    assert "With the trust's rate over the last 6 half terms, for 400 pupils" in reviews
    assert "0.5 2 With the trust's rate" in reviews
    assert "Cannot tell: 2 pupils left this half term for a reason that is not known" in reviews


def test_pupils_whose_reason_is_not_known_are_counted_where_they_left() -> None:
    unknown = {"rise": "cannot_tell", "why_open": "unclear", "past_unclear": "4", "past_unsaid": "2"}
    why = "for a reason that is not known"
    index, book = compared(**unknown)
    said = f"Cannot tell: 4 pupils left in the half terms compared with {why}"
    assert f"{said} 1 0.3 2 With the school's own past: 2 withdrawals" in index
    assert f"on record; 6 more left in them {why}" in index
    assert book == f"1; {said}"
    index, _ = compared(**unknown, unclear="1")
    assert f"Cannot tell: 1 pupil left this half term and 4 in the half terms compared with {why}" in index
    pupils = {"basis": "none", "why_none": "pupils", "rise": "", "starts_at": ""}
    assert "how many pupils it has is not known" in compared(**pupils)[0]


def test_what_hangs_on_leavers_counts_all_of_them() -> None:
    index, book = compared(unsaid="1", unsaid_rise="yes", unclear="1", withdrawals="0")
    said = "2 more children left and why is not recorded; if it was for home education, this is a rise"
    assert said in index
    assert said in book
    assert "0 and 2 for a reason that is not known" in index


def test_the_page_says_which_of_the_two_started_it(page: str) -> None:
    assert "More children than expected left this school's roll" in text(page)
    html = render(sample(rises=[RISES[0] | {"started_on": "2026-01-12"}]), formats=("html",))[PAGE].decode()
    assert "The trust started a review of this school's withdrawals." in text(html)
    assert "More children than expected" not in text(html)


def test_a_child_who_left_twice_is_one_child_and_two_withdrawals() -> None:
    twice = [withdrawal(PUPILS[1]["upn"], "", day) for day in ("2026-01-12", "2026-01-26")]
    rise = records(review_sample().rises)[0] | {"withdrawals": "2"}
    html = render(review_sample(withdrawals=twice, rises=[rise]), formats=("html",))[PAGE].decode()
    assert "2 withdrawals for home education, of 1 child, in 2025/26, half term 3" in words(html, "why")
    assert "of 1 child withdrawn this half term" in words(html, "steps")


def questions_of(**rows: list[dict[str, str]]) -> str:
    return words(render(review_sample(**rows), formats=("html",))[PAGE].decode(), "questions")


def test_a_question_counts_a_case_once_however_often_it_is_not_met_there() -> None:
    found = records(review_sample().findings)
    assert "Not met in 4 of 6 cases: the intent-to-EHE letter is sent" in questions_of(findings=found * 3)


def test_no_question_says_that_nothing_is_on_record_where_no_export_could_hold_it() -> None:
    unknown = {"was_notified": "", "was_explained": "", "was_offered": "", "notice_on": "", "reason": ""}
    asked = questions_of(withdrawals=[withdrawal(PUPILS[1]["upn"], "", "2026-01-19", **unknown)])
    assert not re.search(r"has no \w+ [a-z ]*on record", asked)


def test_the_page_is_well_made(page: str) -> None:
    found = outline(page)
    assert found.levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
    assert {"main", "nav", "header", "footer"} <= set(found.landmarks)
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert not re.search(r"<script|https?://|src=|url\(", page)


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", '"><img onerror=x>', "{{ 7*7 }}"])
def test_markup_in_a_cell_shows_as_text(nasty: str) -> None:
    rows = [withdrawal(PUPILS[1]["upn"], "", "2026-01-19", reason=nasty, year_group=nasty)]
    log = [{"school": OAK, "event": "focused_review_started", "date": "2026-01-28", "words": nasty}]
    html = render(review_sample(withdrawals=rows, oversight=log), formats=("html",))[PAGE].decode()
    outline(html)
    assert "<script" not in html
    assert "<img" not in html
    assert "49" not in words(html, "patterns")


def compared(**cells: str) -> tuple[str, str]:
    """Give what the overview says of Oak's comparison, and what its line in the workbook does."""
    outputs = render(sample(rises=[{**RISES[0], **cells}]), formats=("html", "xlsx"))
    book = load_workbook(io.BytesIO(outputs["findings.xlsx"]))["Schools"]
    line = next(row for row in book.iter_rows(values_only=True) if row[0] == "Oak Invented Academy")
    reviews = words(outputs["index.html"].decode(), "reviews")
    return reviews[reviews.index("Oak Invented") :], f"{line[-3]}; {line[-1]}"


def test_a_roll_exported_earlier_says_no_rise_only_up_to_that_day() -> None:
    index, book = compared(rise="cannot_tell", why_open="export", counted_to="2026-01-12")
    said = "No rise up to 12 Jan 2026, when the roll was exported; cannot tell since then"
    assert f"{said} 1 up to 12 Jan 2026" in index
    assert book == f"1; {said}"


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("no_roll", "No roll was supplied"),
        ("no_calendar", "No calendar was supplied"),
        ("calendar", "No half term of"),
    ],
)
def test_where_nothing_can_be_counted_there_is_a_dash_and_the_true_reason(why: str, reason: str) -> None:
    index, book = compared(basis="none", why_none=why, withdrawals="", rise="", starts_at="")
    dash = "\N{EN DASH}"
    assert f"No comparison possible {dash} {dash} {dash} {reason}" in index
    assert book.startswith(f"None; No comparison possible. {reason}")


def test_a_review_without_a_roll_shows_no_noughts() -> None:
    rise = {**RISES[0], "basis": "none", "why_none": "no_roll", "rise": "", "started_on": "2026-01-27"}
    half_terms = [{**row, "seen": "no"} for row in records(review_sample().half_terms)]
    page = render(
        review_sample(rises=[rise], half_terms=half_terms, withdrawals=[], roll_profile=[]), formats=("html",)
    )[PAGE].decode()
    assert "<svg" not in page
    assert "No roll was supplied for this school, so withdrawals cannot be counted." in words(page, "why")
    assert "Nothing is on record" not in words(page, "patterns")


def test_leavers_without_a_reason_stand_beside_the_withdrawals_and_start_no_review() -> None:
    index, book = compared(unsaid="1", unsaid_rise="yes")
    said = "1 more child left and why is not recorded; if it was for home education, this is a rise (2 start a review). Record why"
    assert f"No rise {said}. 1 and 1 for a reason that is not known" in index
    assert book == f"1; No rise. {said}"
    pages = render(sample(rises=[{**RISES[0], "unsaid": "1", "unsaid_rise": "yes"}]), formats=("html",))
    assert PAGE not in pages
    left = words(pages[f"schools/{OAK}.html"].decode(), "leavers")
    assert "This half term 1 pupil left with no reason, ground or destination recorded" in left


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        ("patterns;send_links", "\N{CHECK MARK} Recorded The headteacher's 1:1 takes up what was found"),
        ("", "? Recorded The headteacher's 1:1 takes up what was found"),
        ("budget", "What it took up is not said. To record it: Headteacher 1:1"),
    ],
)
def test_a_one_to_one_is_a_step_only_if_it_says_what_it_took_up(covers: str, said: str) -> None:
    entry = {"school": OAK, "event": "headteacher_one_to_one", "date": "2026-01-28", "covers": covers}
    page = render(review_sample(oversight=[entry]), formats=("html",))[PAGE].decode()
    assert said in words(page, "steps")
    assert ("not said" in words(page, "steps")) == (covers != "patterns;send_links")


def test_a_rise_of_the_half_term_before_is_told_beside_a_rise_of_this_one_and_in_the_workbook() -> None:
    before = {"withdrawals_before": "2", "starts_at_before": "2", "rise_before": "yes"}
    missed = "The half term before was more than chance explains: 2, where 2 start a review. No review is on record"
    index, book = compared(**before, rise="yes", withdrawals="3")
    assert f"More than chance explains {missed}." in index
    assert book == f"3; More than chance explains. {missed}"
    assert missed not in compared(**before, rise="yes", started_on="2026-01-27")[0]
    assert missed in compared(**before)[1], "and where this one is none"


def test_that_no_review_is_on_record_is_said_only_as_far_as_a_log_tells() -> None:
    before = {"withdrawals_before": "2", "starts_at_before": "2", "rise_before": "yes"}
    index, book = compared(**before, logged="yes", logged_to="2026-01-20")
    assert "2 start a review. No review is on record up to 20 Jan 2026, when the log was exported." in index
    assert book.endswith("No review is on record up to 20 Jan 2026, when the log was exported")
    index, _ = compared(**before, logged="no")
    assert "Whether a review was started is not known: no export of this school can hold one." in index
    assert "No review is on record" not in index


def test_a_year_group_is_asked_about_only_where_its_share_is_clearly_larger_than_the_rolls() -> None:
    def asked(of_year: str) -> bool:
        roll = {"school": OAK, "what": "year_group", "known": "4"}
        profile = [
            {**roll, "value": "9", "pupils": of_year},
            {**roll, "value": "8", "pupils": str(4 - int(of_year))},
        ]
        rows = [
            withdrawal(PUPILS[1]["upn"], "", "2026-01-19"),
            withdrawal(PUPILS[0]["upn"], "", "2026-01-20"),
        ]
        page = render(review_sample(withdrawals=rows, roll_profile=profile), formats=("html",))[PAGE].decode()
        return "Is there something in that year to look at?" in page

    assert [asked(number) for number in ("4", "3", "2", "1")] == [False, False, True, True]
