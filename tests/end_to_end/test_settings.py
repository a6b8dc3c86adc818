"""The look-back of cases and the words for home education are parameters: of a run, or of a ruleset."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, GOOD, ON, A, B, write

from ehe_rules.checking import check
from ehe_rules.errors import RulebookError
from ehe_rules.reporting.rows import records
from ehe_rules.rulebook.ruleset import rulesets_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES = {
    **GOOD,
    "pupils.csv": f"""\
school,upn,forename,surname,date_of_birth,entry_date,leaving_date,leaving_reason,removal_ground,destination
{ASH},{A},Aspen,Example-A,2014-05-01,2021-09-01,,,,
{ASH},{B},Birch,Example-B,2014-06-01,2021-09-01,2026-01-23,Taught by parents,,
""",
    "events.csv": f"""\
school,upn,event,date,role,covers
{ASH},{A},parent_contacted,2026-01-06,headteacher,concern
{ASH},{A},risk_identified,2026-01-12,dsl,attendance
""",
}
LOOK_BACK = {"case_look_back": "2 school days"}
WORDS = {"ehe_words": "EHE; taught by parents"}


def opened(folder: Path, settings: Mapping[str, str], ruleset: Path | None = None) -> tuple[set[str], bool]:
    """Give the days on which cases opened, and whether the leaver was one for home education."""
    rulesets = [str(ruleset) if ruleset else "hcat-ehe", "england"]
    found = check(write(folder, FILES), on=ON, rulesets=rulesets, engine="columnar", settings=settings)
    cases = records(found.subjects)
    return {c["opened_on"] for c in cases if c["upn"] == A and c["about"] == "case"}, any(
        c["upn"] == B and c["opened_by"] == "off_rolled" for c in cases
    )


def test_a_run_sets_them(tmp_path: Path) -> None:
    assert opened(tmp_path / "x", {}) == ({"2026-01-12"}, False)
    assert opened(tmp_path / "x", LOOK_BACK | WORDS) == ({"2026-01-06"}, True)


def test_a_ruleset_sets_them(tmp_path: Path) -> None:
    own = tmp_path / "hcat-ehe"
    shutil.copytree(rulesets_folder() / "hcat-ehe", own)
    with (own / "parameters.yaml").open("a", encoding="utf-8") as file:
        file.write("case_look_back: {value: 2 school days, reason: Ours.}\n")
        file.write("ehe_words: {value: [EHE, Taught by parents], reason: Ours.}\n")
    assert opened(tmp_path / "x", {}, own) == ({"2026-01-06"}, True)
    assert opened(tmp_path / "x", {"case_look_back": "2 weeks"}, own) == ({"2026-01-12"}, True)


@pytest.mark.parametrize(("name", "value"), [("case_look_back", "soon"), ("ehe_words", "ehe; HE")])
def test_what_they_cannot_be_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(RulebookError, match=f"'{name}' is '{value}'"):
        opened(tmp_path, {name: value})
