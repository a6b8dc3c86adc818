"""Files are looked through ahead: what is wrong with one is told when its turn comes, and of no other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

from ehe_rules.exports import ahead
from ehe_rules.exports.ahead import scanned
from ehe_rules.exports.find import Found
from ehe_rules.exports.scan import scan_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ehe_rules.exports.scan import Scan

PUPILS = "school,upn,surname,forename\n"


def test_each_file_comes_with_its_own_scan(tmp_path: Path) -> None:
    found = []
    for name in ("b", "a", "c"):
        path = tmp_path / name
        path.write_text(name * 10, encoding="utf-8")
        found.append(Found(name, path))
    assert [(file, scan.result()) for file, scan in scanned(found)] == [
        (file, scan_file(file.path)) for file in found
    ]


def test_what_is_passed_over_is_looked_at_by_nobody(tmp_path: Path) -> None:
    ((_, scan),) = scanned([Found("gone", tmp_path / "gone", "a link to nothing")])
    assert not scan.done()


def test_a_file_that_cannot_be_opened_is_said_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path) -> Scan:
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return scan_file(path)

    monkeypatch.setattr(ahead, "scan_file", failing)
    listed = {f"{name}.csv": f"{PUPILS}100001,{upn(n)},Sur,Fore\n" for n, name in enumerate("abc")}
    tables = read(tmp_path, listed)
    assert rows(tables, "SELECT file, taken_for FROM files") == [
        ("a.csv", "not recognised"),
        ("b.csv", "pupils"),
        ("c.csv", "pupils"),
    ]
    (said,) = [problem for problem in problems(tables) if problem.file == "a.csv"]
    assert said.message == "This file was not used. The file cannot be read (Permission denied)."


def test_what_is_not_wanted_any_more_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def noted(path: Path) -> Scan:
        looked_at.append(path.name)
        time.sleep(0.01)
        return scan_file(path)

    monkeypatch.setattr(ahead, "scan_file", noted)
    paths = [tmp_path / f"{number:04}.csv" for number in range(500)]
    for path in paths:
        path.write_text(PUPILS, encoding="utf-8")
    files = scanned([Found(path.name, path) for path in paths])
    next(files)[1].result()
    files.close()
    assert 1 <= len(looked_at) < len(paths)
