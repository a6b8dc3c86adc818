"""Rules that await an act's commencement: in no binding run, judged as if commenced where that is asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load

from ehe_rules import check
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.commenced import (
    acts_of,
    as_if_commenced,
    awaited_by,
    binding,
    check_acts,
    whole_as_if_commenced,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.rulebook.ruleset import Ruleset

AWAITS = "in_force: {from: null, awaits: act-2030}\n"


def ruleset(folder: Path) -> Ruleset:
    waiting = RULE.replace("about: case\n", f"about: case\n{AWAITS}")
    return load(folder, {"letter.yaml": RULE, "waiting.yaml": waiting})


def test_a_rule_that_awaits_an_act_is_not_among_the_binding_ones(tmp_path: Path) -> None:
    whole = ruleset(tmp_path)
    assert {rule.name: awaited_by(rule) for rule in whole.rules} == {"letter": "", "waiting": "act-2030"}
    assert [rule.name for rule in binding(whole).rules] == ["letter"]
    assert acts_of([whole]) == ["act-2030"]


def test_as_if_commenced_it_holds_as_the_other_rules_do(tmp_path: Path) -> None:
    whole = ruleset(tmp_path)
    (rule,) = as_if_commenced(whole, {"act-2030"}).rules
    assert (rule.name, rule.file.in_force) == ("waiting", whole.info.in_force)
    assert as_if_commenced(whole, {"another"}).rules == ()
    assert [awaited_by(r) for r in whole_as_if_commenced(whole).rules] == ["", ""]


def test_an_act_that_no_rule_awaits_is_refused_with_the_nearest(tmp_path: Path) -> None:
    whole = ruleset(tmp_path)
    assert check_acts(["act-2030", "act-2030"], [whole]) == ["act-2030"]
    with pytest.raises(RulebookError, match="Did you mean 'act-2030'"):
        check_acts(["act-2031"], [whole])


@pytest.mark.parametrize(
    "held", ["{from: 2026-01-01, awaits: act-2030}", "{to: 2026-01-01, awaits: act-2030}"]
)
def test_what_awaits_an_act_has_no_dates_of_its_own(tmp_path: Path, held: str) -> None:
    text = RULE.replace("about: case\n", f"about: case\nin_force: {held}\n")
    with pytest.raises(RulebookError, match="in force from no day yet"):
        load(tmp_path, {"letter.yaml": text})


UPN = "E999900120001"
TABLES = {
    "schools": [{"urn": "900001", "name": "Example School"}],
    "pupils": [
        {
            "school": "900001",
            "upn": UPN,
            "date_of_birth": "2013-05-10",
            "entry_date": "2024-09-02",
            "leaving_date": "",
            "removal_ground": "",
            "child_protection": "yes",
            "placed_by_la": "no",
        }
    ],
    "events": [
        {"school": "900001", "upn": UPN, "event": "notification_received", "date": "2026-01-20", "until": "2026-01-23"}
    ],
    "attendance": [{"school": "900001", "upn": UPN, "date": "2026-01-23", "session": "AM", "code": "/"}],
}  # fmt: skip


def test_a_preview_stands_apart_and_shows_which_verdict_it_would_change() -> None:
    """A child on a plan: today the name is overdue for deletion; under the Act deleting it would be forbidden."""
    on = date(2026, 2, 13)
    plain = check(TABLES, on=on, rulesets=("england",), engine="columnar")
    assert plain.preview is None
    assert not plain.findings["rule"].str.startswith("CWSA").any()
    assert not plain.rules["rule"].str.startswith("CWSA").any()

    result = check(TABLES, on=on, rulesets=("england",), engine="columnar", assume_commenced=["cwsa-2026"])
    assert result.findings.equals(plain.findings)
    late = result.findings.loc[result.findings["rule"] == "DEL-F-LATE", "status"]
    assert list(late) == ["not_met"]
    preview = result.preview
    assert preview is not None
    assert set(preview["rule"]) == {"CWSA-434A-SCHOOL"}
    row = preview.iloc[0]
    assert (row["status"], row["instead_of"], row["today"]) == (
        "not_met",
        "england:RET-ORAL-EHE",
        "not_applicable",
    )
    assert result.manifest["assumed_commenced"] == {"cwsa-2026": {"not_met": 1}}
