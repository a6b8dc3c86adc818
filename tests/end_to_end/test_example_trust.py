"""The example trust through the whole check: what it shows, and what its outputs never hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING

import pytest
from end_to_end.conftest import PUPILS
from end_to_end.helping import ROOT

from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

    from end_to_end.conftest import Example

RISING, REVIEWED = "900002", "900003"
"""The school with a rise this half term, and the one with a focused review after a rise in the last."""
NOTE = "Invented note, which no report should quote."

AGAIN = """
import sys
from datetime import date
from pathlib import Path
from ehe_rules import check
from ehe_rules.reporting import write
write(check([Path(sys.argv[1])], on=date.fromisoformat(sys.argv[2]), engine="columnar"), Path(sys.argv[3]))
"""
"""What a second run does, in a process of its own."""


def outputs(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def written(example: Example) -> dict[str, bytes]:
    return outputs(example.report)


def test_there_are_cases_enough_and_every_rule_speaks(example: Example) -> None:
    subjects = example.result.subjects
    assert (subjects["about"] == "case").sum() >= 30
    assert set(example.result.findings["rule"]) == set(example.result.rules["rule"])


def test_every_status_is_shown(example: Example) -> None:
    shown = set(example.result.findings["status"])
    assert shown >= {"met", "late", "due", "not_met", "cannot_tell", "indicator"}


def test_one_school_shows_a_rise_this_half_term(example: Example) -> None:
    """Three leavers where five left in six half terms: above 5/6 + 2 x sqrt(5/6), which is 2.7."""
    rises = {row["school"]: row for row in records(example.result.rises)}
    assert [school for school, row in rises.items() if row["rise"] == "yes"] == [RISING]
    counted = [rises[RISING][name] for name in ("withdrawals", "expected_sum", "expected_n")]
    assert counted == ["3", "5", "6"]
    assert {row["basis"] for row in rises.values()} == {"own"}, "every school has a past to compare with"


def test_only_home_education_leavers_count_as_left_for_home_education(
    example: Example, written: dict[str, bytes]
) -> None:
    """Of Alder's cases eleven ended with a leaving: three of them were children who moved school."""
    subjects = example.result.subjects
    left = subjects[(subjects["about"] == "case") & (subjects["off_rolled_on"] != "")]
    moved = left[left["closed_by"] == "left"]
    assert len(moved) == 7
    assert set(moved["ehe"]) == {"no"}
    assert (
        "8 off roll for home education (2 of them back on roll since), 3 left for another reason"
        in written["schools/900001.html"].decode()
    )


def test_the_overview_and_a_page_for_each_school_are_written(
    example: Example, written: dict[str, bytes]
) -> None:
    schools = {f"schools/{school}.html" for school in example.result.schools["school"]}
    assert len(schools) == 6
    reviews = {f"focused-review/{school}.html" for school in (RISING, REVIEWED)}
    assert {name for name in written if "/" in name} >= schools | reviews
    assert {name for name in written if name.startswith("focused-review/")} == reviews
    assert {"index.html", "findings.csv", "findings.json", "findings.xlsx", "manifest.json"} <= set(written)
    links = set(re.findall(r'href="(schools/[^"#]+)', written["index.html"].decode()))
    assert links == schools


def test_no_child_is_named_on_the_overview(example: Example, written: dict[str, bytes]) -> None:
    page, pupils = unescape(written["index.html"].decode()), example.result.pupils
    names = set(pupils["forename"] + " " + pupils["surname"]) | set(pupils["surname"])
    assert len(pupils) > 200
    assert [text for text in sorted({*names, *pupils["upn"]} - {""}) if text in page] == []


def test_no_child_is_named_in_the_findings(example: Example, written: dict[str, bytes]) -> None:
    surnames = set(example.result.pupils["surname"]) - {""}
    assert len(surnames) > 20
    for name in ("findings.csv", "findings.json", "manifest.json"):
        words = set(re.findall(r"[\w'-]+", written[name].decode()))
        assert surnames & words == set(), name


def test_notes_in_the_exports_reach_no_output(example: Example, written: dict[str, bytes]) -> None:
    given = [path for path in example.exports.rglob("*.csv") if NOTE.encode() in path.read_bytes()]
    assert given
    assert [name for name, content in written.items() if NOTE.encode() in content] == []


def test_nothing_says_where_on_the_machine_it_was_made(example: Example, written: dict[str, bytes]) -> None:
    places = {str(example.exports.parent), str(ROOT), os.path.expanduser("~"), "/tmp/"}  # noqa: PTH111, S108 - as text
    found = [
        (name, place) for name, content in written.items() for place in places if place.encode() in content
    ]
    assert found == []


def test_the_outputs_are_their_owners_alone(example: Example) -> None:
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in [example.report, *example.report.rglob("*")]
    }
    assert modes == {(True, 0o700), (False, 0o600)}


def test_the_manifest_has_the_hash_of_every_input_and_output(
    example: Example, written: dict[str, bytes]
) -> None:
    manifest = json.loads(written["manifest.json"])
    assert manifest["outputs"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in written.items()
        if name != "manifest.json"
    }
    inputs = {row["file"]: row["sha256"] for row in manifest["inputs"]}
    assert inputs == {
        name: hashlib.sha256(content).hexdigest() for name, content in outputs(example.exports).items()
    }


def test_the_same_exports_give_the_same_bytes_elsewhere(tmp_path: Path, written: dict[str, bytes]) -> None:
    write_example(tmp_path / "another place", pupils=PUPILS)
    elsewhere = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    given = [str(tmp_path / "another place"), EXAMPLE_ON.isoformat(), str(tmp_path / "out")]
    subprocess.run([sys.executable, "-c", AGAIN, *given], check=True, env=elsewhere, cwd=tmp_path)  # noqa: S603 - our own interpreter and script
    again = outputs(tmp_path / "out")
    assert [name for name in sorted({*again, *written}) if again.get(name) != written.get(name)] == []
