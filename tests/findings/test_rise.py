"""When a school's withdrawals are beyond chance. Each figure was worked out by hand from the formula in the comment."""

from __future__ import annotations

from datetime import date
from math import isqrt
from random import Random

import duckdb
from end_to_end.helping import ASH, BEECH, upn
from findings.rising import HALF_TERMS, ON, Rows, covering, event, frames, leaver, on_roll, school

from ehe_rules.facts.record.rise import _MACRO

NOW = ["2026-01-15", "2026-01-20", "2026-01-28", "2026-02-02"]
PAST = ["2024-11-20", "2025-01-20", "2025-03-05", "2025-05-06", "2025-06-10", "2025-09-10", "2025-11-10"]
"""One day in each half term from 2024/25, half term 2; the last six are those that are compared."""


def leavers(past: int, now: int, urn: str = ASH, first: int = 1) -> Rows:
    """Give so many withdrawals in the six half terms before, and so many in this one."""
    days = [PAST[1 + n % 6] for n in range(past)] + NOW[:now]
    return [leaver(first + n, day, urn) for n, day in enumerate(days)]


def only(rows: Rows, urn: str = ASH) -> dict[str, str]:
    return next(row for row in rows if row["school"] == urn)


def test_a_rise_is_more_than_expected_and_twice_its_root() -> None:
    cases = {
        (0, 1): ("no", "2"),  # at least two, whatever is expected
        (0, 2): ("yes", "2"),  # 0 + 2 x 0 = 0
        (3, 2): ("yes", "2"),  # 0.5 + 2 x 0.707 = 1.91
        (4, 2): ("no", "3"),  # 0.667 + 2 x 0.816 = 2.30
        (4, 3): ("yes", "3"),
        (6, 3): ("no", "4"),  # 1 + 2 x 1 = 3: not more than 3
        (6, 4): ("yes", "4"),
    }
    urns = {case: f"90010{n}" for n, case in enumerate(cases)}
    pupils = [
        row for n, (case, urn) in enumerate(urns.items()) for row in leavers(*case, urn, first=1 + 20 * n)
    ]
    rows = frames(pupils, schools=[school(urn) for urn in urns.values()], exports=[covering()])["rises"]
    for (past, now), (rise, starts_at) in cases.items():
        found = only(rows, urns[past, now])
        assert (found["basis"], found["half_terms"]) == ("own", "6")
        assert (found["withdrawals"], found["expected_sum"], found["expected_n"]) == (
            str(now),
            str(past),
            "6",
        )
        assert (found["rise"], found["starts_at"]) == (rise, starts_at)


def test_the_formula_is_exact_in_whole_numbers() -> None:
    con = duckdb.connect()
    con.execute(_MACRO)
    chance = Random(7)  # noqa: S311 - reproducible tests, no secrets
    cases = [(chance.randint(0, 12), chance.randint(0, 4000), chance.randint(1, 900)) for _ in range(2000)]
    cases += [(c, s, n) for c in range(6) for s in range(8) for n in (1, 4, 6)]
    con.execute("CREATE TABLE cases (c BIGINT, s BIGINT, n BIGINT)")
    con.executemany("INSERT INTO cases VALUES (?, ?, ?)", cases)
    found = con.execute("SELECT c, s, n, beyond_chance(c, s, n) FROM cases").fetchall()
    assert {row[3] for row in found} == {True, False}
    for c, s, n, beyond in found:
        # x > sqrt(y) for whole numbers is x > isqrt(y)
        assert beyond == (c >= 2 and c * n - s > isqrt(4 * s * n)), (c, s, n)


def test_every_half_term_is_compared_and_the_one_before_is_told_with_this_one() -> None:
    # 2025/26, half term 2: three, after none in the six before. Half term 3: none, after three in six.
    rows = [leaver(n, "2025-11-10") for n in (1, 2, 3)]
    found = frames(rows, exports=[covering()])
    row = only(found["rises"])
    assert (row["withdrawals"], row["rise"]) == ("0", "no")
    assert (row["withdrawals_before"], row["starts_at_before"], row["rise_before"]) == ("3", "2", "yes")
    # The first three half terms have fewer than three before them.
    assert [half_term["rise"] for half_term in found["half_terms"]] == [
        "",
        "",
        "",
        "no",
        "no",
        "no",
        "no",
        "yes",
        "no",
    ]


def test_only_the_last_six_half_terms_count() -> None:
    earlier = [leaver(90 + n, "2024-11-20") for n in range(5)]
    found = only(frames([*earlier, *leavers(0, 2)], exports=[covering()])["rises"])
    assert (found["expected_sum"], found["rise"]) == ("0", "yes")


def test_risk_entries_and_other_leavers_never_count() -> None:
    risks = [event(n, "risk_identified", "2026-01-20", outcome="genuine") for n in range(20, 30)]
    moved = [
        leaver(n, "2026-01-20", leaving_reason="Moved to another school", removal_ground="a")
        for n in range(40, 45)
    ]
    found = only(frames([*on_roll(range(20, 30)), *moved], exports=[covering()], events=risks)["rises"])
    assert (found["withdrawals"], found["unclear"], found["rise"]) == ("0", "0", "no")


def test_a_holiday_belongs_to_the_half_term_before_it() -> None:
    christmas = [leaver(1, "2025-12-29"), leaver(2, "2026-01-02")]
    before = frames(christmas, exports=[covering()], on=date(2026, 1, 4))
    assert only(before["rises"])["half_term"] == "2"
    assert only(before["rises"])["withdrawals"] == "2"
    after = frames(christmas, exports=[covering()], on=date(2026, 1, 5))
    assert (only(after["rises"])["half_term"], only(after["rises"])["withdrawals"]) == ("3", "0")
    assert [row["withdrawals"] for row in after["half_terms"] if row["half_term"] == "2"] == ["0", "2"]


def test_the_summer_belongs_to_the_sixth_half_term_even_where_the_calendar_ends_with_it() -> None:
    year = [row for row in HALF_TERMS if row["academic_year"] == "2024/25"]
    found = only(
        frames([leaver(1, "2025-08-20")], calendar=year, exports=[covering()], on=date(2025, 8, 31))["rises"]
    )
    assert (found["half_term"], found["withdrawals"]) == ("6", "1")
    later = only(
        frames([leaver(1, "2025-08-20")], calendar=year, exports=[covering()], on=date(2025, 9, 1))["rises"]
    )
    assert (later["rise"], later["why_none"]) == ("", "calendar")


def test_a_school_with_a_short_past_is_compared_with_the_trusts_rate() -> None:
    # Ash: 12 withdrawals of 400 pupils in each of six half terms; Beech's leavers reach back over two.
    # Trust: 12 of (6 x 400 + 2 x 100) = 2600 pupils and half terms; for Beech's 100 pupils 1200 / 2600 = 0.46; starts at 2.
    rows = frames(
        [*leavers(12, 0), *leavers(0, 2, BEECH, first=100)],
        schools=[school(), school(BEECH, on_roll="100")],
        exports=[covering(urn=ASH), covering("2025-09-01", urn=BEECH)],
    )["rises"]
    found = only(rows, BEECH)
    assert (found["basis"], found["half_terms"], found["own_half_terms"]) == ("trust", "6", "2")
    assert (found["expected_sum"], found["expected_n"]) == ("1200", "2600")
    assert (found["rise"], found["starts_at"]) == ("yes", "2")
    assert only(rows)["basis"] == "own"


def test_the_roll_stands_for_the_number_on_roll_where_that_is_not_given() -> None:
    rows = frames(
        [*leavers(6, 0), *on_roll(range(200, 230)), *on_roll(range(300, 310), BEECH)],
        schools=[school(on_roll=""), school(BEECH, on_roll="")],
        exports=[covering(urn=ASH), covering("2026-01-01", urn=BEECH)],
    )["rises"]
    found = only(rows, BEECH)
    assert (found["pupils"], found["expected_sum"], found["expected_n"]) == ("10", "60", "180")


def test_where_neither_comparison_is_possible_it_says_why() -> None:
    found = only(frames(leavers(0, 3), exports=[covering("2025-11-01")])["rises"])
    assert (found["basis"], found["why_none"], found["rise"]) == ("none", "few", "")


def test_without_a_stated_date_the_first_leaver_says_how_far_the_roll_reaches_back() -> None:
    moved = leaver(50, "2025-03-01", leaving_reason="Moved to another school", removal_ground="a")
    found = only(frames([moved, *leavers(0, 2)])["rises"])
    assert (found["basis"], found["half_terms"]) == ("own", "4")


def test_who_came_back_does_not_say_how_far_the_roll_reaches_back() -> None:
    left = leaver(50, "2022-03-01", leaving_reason="Moved to another school", removal_ground="a")
    back = on_roll(range(50, 51))[0] | {"entry_date": "2023-09-01"}
    found = only(frames([left, back, *leavers(0, 2)])["rises"])
    assert (found["own_half_terms"], found["why_none"]) == ("0", "few")


def test_a_roll_exported_before_the_half_term_began_says_nothing_of_it() -> None:
    stale = covering() | {"exported_on": "2025-12-19"}
    found = only(frames(leavers(0, 4), exports=[stale])["rises"])
    assert (found["rise"], found["why_none"]) == ("", "export")


def test_a_roll_exported_since_the_half_term_began_speaks_only_up_to_that_day() -> None:
    stale = covering() | {"exported_on": "2026-01-21"}
    few, many = (only(frames(leavers(0, now), exports=[stale])["rises"]) for now in (1, 2))
    assert (few["rise"], few["why_open"], few["counted_to"]) == ("cannot_tell", "export", "2026-01-21")
    assert (many["rise"], many["why_open"]) == ("yes", ""), "what is a rise already stays one"
    fresh = only(frames(leavers(0, 1), exports=[covering() | {"exported_on": ON.isoformat()}])["rises"])
    assert (fresh["rise"], fresh["counted_to"]) == ("no", "")


def test_the_half_term_before_is_known_only_with_its_holiday() -> None:
    found = [
        only(frames(leavers(1, 0), exports=[covering() | {"exported_on": day}])["rises"])["rise_before"]
        for day in ("2025-12-19", "2026-01-04")
    ]
    assert found == ["cannot_tell", "no"]


def test_without_a_roll_a_calendar_or_leaving_dates_it_says_so() -> None:
    assert only(frames(leavers(0, 4), calendar=[])["rises"])["why_none"] == "no_calendar"
    assert only(frames(leavers(0, 4), on=date(2026, 9, 1))["rises"])["why_none"] == "calendar"
    log = [event(1, "risk_identified", "2026-01-09")]
    nothing = frames([], events=log)
    assert only(nothing["rises"])["why_none"] == "no_roll"
    assert {row["seen"] for row in nothing["half_terms"]} == {"no"}
    roll = [{k: v for k, v in row.items() if k != "leaving_date"} for row in on_roll(range(5))]
    assert only(frames(roll)["rises"])["why_none"] == "roll"


def test_a_guest_who_leaves_is_no_withdrawal_of_the_school() -> None:
    guests = [leaver(70 + n, NOW[n], enrolment="guest") for n in range(4)]
    found = frames([*guests, leaver(80, NOW[0], enrolment="main")], exports=[covering()])
    assert (only(found["rises"])["withdrawals"], only(found["rises"])["rise"]) == ("1", "no")
    assert [row["pupil"] for row in found["withdrawals"]] == [upn(80)]


def test_leavers_without_a_reason_make_a_rise_unknown_and_never_certain() -> None:
    unclear = [leaver(70 + n, NOW[n], leaving_reason="", removal_ground="") for n in range(2)]
    roll = [*unclear, leaver(80, NOW[2])]
    # No export could hold the parents' notices, so it is not known why these two left.
    found = only(frames(roll, exports=[covering()])["rises"])
    assert (found["withdrawals"], found["unclear"], found["rise"]) == ("1", "2", "cannot_tell")
    # An events file could have held a notice and holds none: they did not leave for home education. They are told beside it.
    log = [event(None, "weekly_attendance_review", "2026-01-09")]
    found = only(frames(roll, exports=[covering()], events=log)["rises"])
    assert (found["withdrawals"], found["unclear"], found["rise"]) == ("1", "0", "no")
    assert (found["unsaid"], found["unsaid_rise"]) == ("2", "yes")


def test_leavers_without_a_reason_cry_no_wolf() -> None:
    def unsaid(*leavers: dict[str, str], on: date = ON) -> tuple[str, str]:
        log = [event(None, "weekly_attendance_review", "2025-06-20")]
        row = only(frames(leavers, exports=[covering()], events=log, on=on)["rises"])
        return row["unsaid"], row["unsaid_rise"]

    blank = {"leaving_reason": "", "removal_ground": ""}
    assert unsaid(leaver(1, NOW[0], **blank)) == ("1", ""), "one is no rise"
    assert unsaid(leaver(1, NOW[0], **blank | {"destination": "Other Academy"})) == ("0", "")
    summer = [leaver(n, "2025-07-22", **blank | {"year_group": "11"}) for n in range(1, 9)]
    assert unsaid(*summer, on=date(2025, 8, 1)) == ("0", ""), "the most senior class"


def test_leavers_without_a_reason_before_are_taken_for_withdrawals_where_that_is_in_doubt() -> None:
    before = [leaver(70 + n, PAST[1 + n], leaving_reason="", removal_ground="") for n in range(4)]
    found = only(frames([*before, *leavers(0, 2)], exports=[covering()])["rises"])
    assert (found["expected_sum"], found["expected_unclear"], found["rise"]) == ("0", "4", "cannot_tell")
    assert (found["unclear"], found["past_unclear"], found["past_unsaid"]) == ("0", "4", "0")
    # Where a notice would have been logged they were none, and stand beside the half terms compared with.
    log = [event(None, "weekly_attendance_review", "2026-01-09")]
    found = only(frames([*before, *leavers(0, 2)], exports=[covering()], events=log)["rises"])
    assert (found["rise"], found["past_unclear"], found["past_unsaid"]) == ("yes", "0", "4")


def test_a_school_of_unknown_size_is_told_that_and_not_that_nobodys_leavers_reach_back() -> None:
    rows = frames(
        [*leavers(6, 0), leaver(100, NOW[0], BEECH)],
        schools=[school(), school(BEECH, on_roll="")],
        exports=[covering(urn=ASH), covering("2026-01-01", urn=BEECH)],
    )["rises"]
    assert (only(rows, BEECH)["basis"], only(rows, BEECH)["why_none"]) == ("none", "pupils")


def test_a_review_counts_as_started_in_this_half_term_and_the_one_before() -> None:
    days = {"900101": "2026-02-04", "900102": "2025-11-03", "900103": "2025-11-02"}
    log = [event(None, "focused_review_started", day, urn) for urn, day in days.items()]
    roll = [row for n, urn in enumerate(days) for row in leavers(0, 1, urn, first=1 + n)]
    rows = frames(roll, schools=[school(urn) for urn in days], exports=[covering()], events=log)["rises"]
    assert [row["started_on"] for row in rows] == ["2026-02-04", "2025-11-03", ""]


def test_how_far_the_log_tells_of_reviews_is_known() -> None:
    def told(**tables: Rows) -> tuple[str, str]:
        row = only(frames(leavers(0, 1), on=ON, **tables)["rises"])
        return row["logged"], row["logged_to"]

    log = [event(1, "risk_identified", "2026-01-09")]
    older = {"table": "events", "exported_on": "2026-01-20"}
    assert told() == ("no", "")
    assert told(events=log) == ("yes", "")
    assert told(events=log, exports=[older]) == ("yes", "2026-01-20")
    assert told(events=log, exports=[older | {"carries": "risk_identified"}]) == ("no", "2026-01-20")


def test_nothing_dated_after_the_audit_date_is_seen() -> None:
    log = [event(None, "focused_review_started", "2026-02-09")]
    found = only(
        frames([*leavers(0, 1), leaver(60, "2026-02-09")], exports=[covering()], events=log, on=ON)["rises"]
    )
    assert (found["withdrawals"], found["started_on"]) == ("1", "")
