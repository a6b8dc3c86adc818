"""Real files that nobody here wrote: transfer files make a roll, a table of statistics is no export."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import GOOD, SAMPLES, run, write

from ehe_rules.errors import ExportsError
from ehe_rules.exports.upn import is_valid
from ehe_rules.reporting import write as write_report
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

CTF = SAMPLES / "ctf"
STATISTICS = SAMPLES / "dfe/ehe_academic_year.csv"


@pytest.mark.skipif(not CTF.is_dir(), reason=f"the sample transfer files are not on this machine ({CTF})")
def test_transfer_files_check_through_to_a_report(tmp_path: Path) -> None:
    result = run([CTF], on=date(2026, 1, 30))
    assert set(result.files["taken_for"]) == {"pupils"}
    assert set(result.files["system"]) == {"ctf"}
    assert {"136294", "123818"} == set(result.pupils["school"]) == set(result.schools["school"])
    bad = {upn for upn in result.pupils["upn"] if upn and not is_valid(upn)}
    warned = result.problems[result.problems["message"].str.startswith("This is not a valid UPN")]
    assert bad
    assert set(warned["value"]) == bad
    assert set(warned["severity"]) == {"warning"}
    written = write_report(result, tmp_path / "report")
    pages = {path.relative_to(tmp_path / "report").as_posix() for path in written}
    assert {"index.html", "findings.csv", "findings.json", "manifest.json"} < pages
    assert len([name for name in pages if name.startswith("schools/")]) == len(result.schools)


@pytest.mark.skipif(not CTF.is_dir(), reason=f"the sample transfer files are not on this machine ({CTF})")
def test_a_pupil_whom_the_source_school_let_go_is_a_leaver(tmp_path: Path) -> None:
    text = (CTF / "y12.xml").read_text(encoding="utf-8")
    stays = "<EntryDate>2018-10-03</EntryDate>\n"
    left = f"{stays}<LeavingDate>2026-01-16</LeavingDate><LeavingReason>EHE</LeavingReason>"
    to_a_school = "<LEA>838</LEA>\n<Estab>4512</Estab>"
    assert (text.count(stays), text.count(to_a_school)) == (1, 1)
    changed = text.replace(stays, left).replace(to_a_school, "")
    result = run([write(tmp_path, {"y12.xml": changed})], on=date(2026, 1, 30))
    found = {row["rule"]: row for row in records(result.findings)}
    complete, form = found["6.5"], found["5.4.1"]
    assert (complete["status"], complete["evidence"]) == ("met", "y12.xml:1")
    assert complete["subject"] == "leaver/136294/Z801209809069/2026-01-16"
    # no events were exported: nobody can tell whether the form was sent
    assert form["status"] == "cannot_tell"


@pytest.mark.skipif(not STATISTICS.exists(), reason=f"the sample is not on this machine ({STATISTICS})")
def test_a_table_of_statistics_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match=r"ehe_academic_year\.csv: ") as raised:
        run([STATISTICS])
    assert raised.value.exit_status == 3
    result = run([write(tmp_path, GOOD), STATISTICS])
    taken = dict(zip(result.files["file"], result.files["taken_for"], strict=True))
    assert taken.pop(STATISTICS.name) == "not recognised"
    assert "not recognised" not in taken.values()
    assert len(result.findings) > 0
