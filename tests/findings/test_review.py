"""From exports to the page: the frames of focused reviews as a whole check returns them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from end_to_end.helping import ASH, BEECH
from findings.rising import HALF_TERMS, ON, Rows, covering, event, frames, leaver, on_roll, school

from ehe_rules.checking import check
from ehe_rules.reporting import render

if TYPE_CHECKING:
    from ehe_rules.checking import Checked

# Ash's leavers reach back a year, Beech's two half terms: Beech is compared with the trust's rate.
_TABLES: dict[str, Rows] = {
    "schools": [school(), school(BEECH, on_roll="100")],
    "exports": [covering(urn=ASH), covering("2025-09-01", urn=BEECH)],
    "pupils": [
        *(leaver(n, "2025-03-05") for n in range(1, 13)),
        leaver(20, "2026-01-15", BEECH),
        leaver(21, "2026-01-28", BEECH),
        *on_roll(range(30, 40), BEECH),
    ],
    "events": [
        event(20, "notification_received", "2026-01-12", BEECH, until="2026-01-14", reason="lifestyle"),
        event(None, "focused_review_started", "2026-02-04", BEECH, role="trust_officer"),
        event(20, "focused_review_case_examined", "2026-02-05", BEECH),
    ],
}


@cache
def whole() -> Checked:
    return run()


def run(only: str | None = None) -> Checked:
    tables = {"calendar": HALF_TERMS, **_TABLES}
    return check(tables, on=ON, engine="columnar", school=only, rulesets=["hcat-ehe"])


def test_a_rise_against_the_trusts_rate_has_its_page_also_where_only_that_school_is_asked_for() -> None:
    alone = run(BEECH)
    name = f"focused-review/{BEECH}.html"
    assert list(alone.rises["school"]) == [BEECH]
    assert set(alone.withdrawals["school"]) == {BEECH}
    rises = whole().rises
    assert rises[rises["school"] == BEECH].to_numpy().tolist() == alone.rises.to_numpy().tolist()
    pages = [render(result, formats=("html",))[name] for result in (whole(), alone)]
    assert pages[0] == pages[1]
    page = pages[0].decode()
    assert "With the trust&#39;s rate over the last 6 half terms, for 100 pupils" in page
    assert "1 of 2 children withdrawn this half term" in page
    assert f"../schools/{BEECH}.html#case-1" in page


def test_the_order_of_rows_changes_nothing_but_evidence() -> None:
    first, second = (
        frames(
            _TABLES["pupils"][::step],
            schools=_TABLES["schools"][::step],
            exports=_TABLES["exports"][::step],
            events=_TABLES["events"][::step],
        )
        for step in (1, -1)
    )
    assert first["rises"][1]["rise"] == "yes"
    for name in ("rises", "half_terms", "withdrawals", "roll_profile"):
        assert first[name] == second[name]


def test_no_name_and_no_upn_stands_on_the_overview() -> None:
    outputs = render(whole(), formats=("html",))
    index = outputs["index.html"].decode()
    for row in _TABLES["pupils"]:
        assert row["upn"] not in index
        assert row["forename"] not in index
