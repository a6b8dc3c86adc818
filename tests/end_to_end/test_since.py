"""`--since`: what was over before the day goes, and nothing of a child who is on roll."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, GOOD, ON, A, B, C, run, upn, write

from ehe_rules.cli.since import without_closed_before
from ehe_rules.reporting import render

if TYPE_CHECKING:
    from ehe_rules.result import Result

D = upn(4)
FIRST = date(2026, 1, 1)

FILES = {
    **GOOD,
    # Birch left in November and came back in January; Dale left in November
    "pupils.csv": f"""\
school,upn,forename,surname,date_of_birth,entry_date,leaving_date,leaving_reason,removal_ground,destination
{ASH},{A},Aspen,Example-A,2014-05-01,2021-09-01,,,,
{ASH},{B},Birch,Example-B,2014-06-01,2021-09-01,2025-11-14,Elective Home Education,f,
{ASH},{B},Birch,Example-B,2014-06-01,2026-01-12,,,,
{ASH},{D},Dale,Example-D,2014-06-01,2021-09-01,2025-11-21,Elective Home Education,f,
""",
    "events.csv": f"""\
school,upn,event,date,role,covers,outcome,until
{ASH},{A},risk_identified,2025-11-03,dsl,attendance,genuine,
{ASH},{A},pressure_reported,2025-11-04,parent,,,
{ASH},{A},risk_resolved,2025-12-05,dsl,,,
{ASH},{B},notification_received,2025-11-10,parent,,,2025-11-13
{ASH},{B},pressure_reported,2026-01-14,parent,,,
{ASH},{D},notification_received,2025-11-17,parent,,,2025-11-20
""",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run([write(tmp_path_factory.mktemp("since"), FILES)], on=ON)


def left_out(whole: Result, first: date) -> set[str]:
    return set(whole.subjects["subject"]) - set(without_closed_before(whole, first).subjects["subject"])


def test_only_cases_and_leavers_that_were_over_go_and_what_was_over_with_them(whole: Result) -> None:
    assert left_out(whole, FIRST) == {
        f"case/{ASH}/{A}/2025-11-03",
        f"pressure/{ASH}/{A}/2025-11-04",
        f"leaver/{ASH}/{B}/2025-11-14",
        f"case/{ASH}/{D}/2025-11-17",
        f"leaver/{ASH}/{D}/2025-11-21",
    }
    # the return closed Birch's case, on the day before it
    assert f"case/{ASH}/{B}/2025-11-10" in left_out(whole, date(2026, 1, 20))


def test_duties_to_a_child_who_is_back_on_roll_stay_whichever_case_they_belong_to(whole: Result) -> None:
    late = date(2026, 1, 20)
    kept = without_closed_before(whole, late).findings
    for about in ("pupil", "return"):
        before, after = (frame[frame["about"] == about] for frame in (whole.findings, kept))
        assert len(before) == len(after) > 0
    birch = whole.findings[(whole.findings["about"] == "return") & (whole.findings["upn"] == B)]
    assert set(birch["case"]) == {f"case/{ASH}/{B}/2025-11-10"}, "it is told with a case that is left out"
    assert f"pressure/{ASH}/{B}/2026-01-14" not in left_out(whole, date(2026, 1, 13))


def test_the_pages_say_how_many_were_left_out(whole: Result) -> None:
    result = without_closed_before(whole, FIRST)
    said = "before 1 Jan 2026 are left out, as asked for: 2 cases, 2 leavers and 1 report of pressure."
    outputs = render(result, formats=("html",))
    for name in ("index.html", f"schools/{ASH}.html"):
        assert said in outputs[name].decode()
    assert result.manifest["since"]["subjects_left_out"] == {ASH: {"case": 2, "leaver": 2, "pressure": 1}}  # type: ignore[index]
    assert C not in str(result.manifest)
