"""findings.csv, findings.json and manifest.json."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest
from reporting.sample import FINDINGS, finding, frame, sample

from ehe_rules.reporting import render, write
from ehe_rules.reporting.files import findings_csv
from ehe_rules.result import ADDED_COLUMNS, CONTRACT_COLUMNS, Result

if TYPE_CHECKING:
    from pathlib import Path


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_the_contracts_columns_come_first_and_the_order_of_rows_is_kept() -> None:
    content = render(sample())["findings.csv"]
    assert content.split(b"\n", 1)[0].decode().split(",") == [*CONTRACT_COLUMNS, *ADDED_COLUMNS]
    assert [row["rule"] for row in read_csv(content)] == [row["rule"] for row in FINDINGS]
    assert b"\r" not in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r="])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    row = finding("6.5", "met", reason=f"{start}cmd|' /C calc'!A0")
    written = read_csv(findings_csv(frame("findings", [row])))[0]["reason"]
    assert written.startswith(("'", "\n"))
    assert written.lstrip("'\n") == row["reason"].replace("\r", "\n").lstrip("\n")


def test_json_holds_the_same_rows_as_they_are() -> None:
    row = finding("6.5", "met", reason='=1+1, "quoted"\nPäivi')
    whole = json.loads(render(sample(findings=[row]))["findings.json"])
    assert whole["ruleset"] == ["hcat-ehe", "england"]
    assert whole["on"] == "2026-01-30"
    assert [found["reason"] for found in whole["findings"]] == [row["reason"]]
    assert list(whole["findings"][0]) == [*CONTRACT_COLUMNS, *ADDED_COLUMNS]


def test_no_findings_still_makes_files_that_can_be_read() -> None:
    outputs = render(sample(findings=[]))
    assert json.loads(outputs["findings.json"])["findings"] == []
    assert read_csv(outputs["findings.csv"]) == []


def test_the_manifest_has_the_hash_of_every_output_but_itself(tmp_path: Path) -> None:
    paths = write(sample(), tmp_path / "out", also={"further.txt": b"content"})
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    names = {path.relative_to(tmp_path / "out").as_posix() for path in paths}
    assert set(manifest["outputs"]) == names - {"manifest.json"}
    assert manifest["outputs"]["further.txt"] == hashlib.sha256(b"content").hexdigest()
    assert list(manifest) == sorted(manifest)


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(sample()) == render(sample())


def test_a_frame_without_a_column_is_refused_by_name() -> None:
    good = sample()
    with pytest.raises(ValueError, match="timeline lack the columns before_window"):
        Result(**{**vars(good), "timeline": good.timeline.drop(columns="before_window")})
