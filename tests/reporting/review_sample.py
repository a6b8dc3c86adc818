"""The sample with a focused review at Oak: four withdrawals this half term, one in the six before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporting.sample import (
    FINDINGS,
    OAK,
    PUPILS,
    RISES,
    SUBJECTS,
    B,
    case,
    finding,
    person,
    sample,
)

if TYPE_CHECKING:
    from ehe_rules.result import Result

FERN, GALE, HOLLY, IVO = (f"Z90000000{number}01A"[:13] for number in range(6, 10))
F, G, H = (f"{OAK}/{upn}/2026-01-08" for upn in (FERN, GALE, HOLLY))

_RISE = {
    "school": OAK,
    "academic_year": "2025/26",
    "half_term": "3",
    "withdrawals": "4",
    "unclear": "1",
    "pupils": "400",
    "basis": "own",
    "half_terms": "6",
    "own_half_terms": "6",
    "expected_sum": "1",
    "expected_n": "6",
    "expected_unclear": "0",
    "starts_at": "2",
    "rise": "yes",
    "withdrawals_before": "1",
    "starts_at_before": "2",
    "rise_before": "no",
    "started_on": "2026-01-27",
}

_HALF_TERMS = [
    {
        "school": OAK,
        "academic_year": year,
        "half_term": number,
        "first_day": first,
        "last_day": last,
        "withdrawals": withdrawals,
        "unclear": "0",
        "starts_at": "2" if covered == "yes" or first == "2026-01-05" else "",
        "rise": "yes" if first == "2026-01-05" else "no",
        "covered": covered,
        "is_current": "yes" if first == "2026-01-05" else "",
    }
    for year, number, first, last, withdrawals, covered in [
        ("2024/25", "2", "2024-11-04", "2024-12-20", "9", "no"),
        ("2024/25", "3", "2025-01-06", "2025-02-14", "0", "no"),
        ("2024/25", "4", "2025-02-24", "2025-04-04", "0", "yes"),
        ("2024/25", "5", "2025-04-22", "2025-05-23", "0", "yes"),
        ("2024/25", "6", "2025-06-02", "2025-07-22", "0", "yes"),
        ("2025/26", "1", "2025-09-02", "2025-10-24", "0", "yes"),
        ("2025/26", "2", "2025-11-03", "2025-12-19", "1", "yes"),
        ("2025/26", "3", "2026-01-05", "2026-02-13", "4", "no"),
    ]
]


def withdrawal(upn: str, name: str, left: str, half_term: str = "3", **cells: str) -> dict[str, str]:
    """Return one row of withdrawals; what it leaves out is known and unremarkable."""
    return {
        "school": OAK,
        "pupil": upn,
        "upn": upn,
        "case": f"case/{name}" if name else "",
        "academic_year": "2025/26",
        "half_term": half_term,
        "left_on": left,
        "notice_on": left,
        "was_notified": "yes",
        "named": "yes",
        "reason": "lifestyle",
        "was_explained": "yes",
        "year_group": "9",
        "sen_provision": "N",
        "attended": "60",
        "possible": "60",
        "dispute_window": "30 school days",
        "disputes_known": "yes",
        "was_offered": "yes",
        "was_suggested": "no",
    } | cells


_WITHDRAWALS = [
    withdrawal(BLAKE := B.split("/")[1], B, "2026-01-16", dispute="suspension", since="9", year_group="Y11"),
    withdrawal(FERN, F, "2026-01-19", sen_provision="K", was_offered="no", named="no", attended="54"),
    withdrawal(
        GALE,
        G,
        "2026-01-20",
        sen_provision="E",
        was_suggested="yes",
        possible="",
        attended="",
        notice_on="",
        was_notified="no",
    ),
    withdrawal(HOLLY, H, "2026-01-21", dispute="complaint_made", since="3", reason="", was_explained="no"),
    withdrawal(IVO, "", "2025-11-20", half_term="2", year_group="7"),
]

_PROFILE = [
    {"school": OAK, "what": what, "value": value, "pupils": pupils, "known": "400"}
    for what, value, pupils in [
        ("year_group", "9", "80"),
        ("year_group", "Y9", "10"),
        ("year_group", "11", "70"),
        ("sen_provision", "K", "50"),
        ("sen_provision", "E", "10"),
        ("sen_provision", "N", "340"),
        ("attendance", "low", "60"),
        ("attendance", "other", "340"),
        ("dispute", "no", "390"),
        ("dispute", "suspension", "10"),
    ]
]

_OVERSIGHT = [
    {"school": OAK, "event": event, "date": day, "recorded": day, "pupil": pupil, "words": words}
    for event, day, pupil, words in [
        ("headteacher_one_to_one", "2025-12-04", "", "by headteacher"),
        ("focused_review_started", "2026-01-27", "", "by trust officer"),
        ("focused_review_case_examined", "2026-01-29", FERN, "by trust officer"),
    ]
]


def review_sample(**changes: Any) -> Result:  # noqa: ANN401 - as sample()
    """Return the sample with Oak's focused review; a keyword replaces the rows of that frame."""
    people = [
        person(OAK, upn, name, "Invented", "9")
        for upn, name in ((FERN, "Fern"), (GALE, "Gale"), (HOLLY, "Holly"))
    ]
    cases = [
        case(OAK, name.split("/")[1], "2026-01-08", "notification_received", off_rolled_on="2026-01-19")
        for name in (F, G, H)
    ]
    more = [finding("5.1.3", "not_met", name, reason="No letter is recorded.") for name in (F, G)]
    rows: dict[str, Any] = {
        "rises": [_RISE, RISES[1]],
        "half_terms": _HALF_TERMS,
        "withdrawals": _WITHDRAWALS,
        "roll_profile": _PROFILE,
        "oversight": _OVERSIGHT,
        "pupils": [*PUPILS, *people, person(OAK, IVO, "Ivo", "Sample", "7")],
        "subjects": [*SUBJECTS, *cases],
        "findings": [*FINDINGS, *more],
    }
    return sample(**(rows | changes))
