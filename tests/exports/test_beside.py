"""Marks are staged beside the rest: what comes of it is as if they were staged in turn, trouble included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn, workbook

from ehe_rules.exports import beside
from ehe_rules.exports.grid import UnreadableError
from ehe_rules.exports.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.stage import Staged

HEAD = "school,upn,date,session,code\n"


def _marks(school: int, code: str) -> str:
    return HEAD + "".join(
        f"10000{school},{upn(n)},2026-01-{day:02d},AM,{code}\n" for n in (1, 2) for day in (12, 13, 14)
    )


def test_marks_of_text_files_and_of_a_workbook_all_arrive(tmp_path: Path) -> None:
    sheet = [line.split(",") for line in _marks(3, "L").split()]
    tables = read(
        tmp_path,
        {"a.csv": _marks(1, "/"), "b.xlsx": workbook({"marks": sheet}), "c.csv": _marks(2, "O")},
    )
    counted = rows(
        tables, 'SELECT file, school, code, count(*), min("row") FROM attendance GROUP BY ALL ORDER BY ALL'
    )
    assert [tuple(map(str, row)) for row in counted] == [
        ("a.csv", "100001", "/", "6", "2"),
        ("b.xlsx", "100003", "L", "6", "2"),
        ("c.csv", "100002", "O", "6", "2"),
    ]
    assert rows(tables, "SELECT file, rows FROM files") == [("a.csv", 6), ("b.xlsx", 6), ("c.csv", 6)]


def test_a_file_that_fails_while_it_is_staged_is_said_not_to_be_used_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(con: DuckDBPyConnection, source: int, grid: Grid, match: Match) -> Staged:
        if source == 0:
            raise UnreadableError("The file changed while it was being read.", "Run again.")
        return stage(con, source, grid, match)

    monkeypatch.setattr(beside, "stage", failing)
    tables = read(tmp_path, {"a.csv": _marks(1, "/"), "b.csv": _marks(2, "O")})
    assert rows(tables, "SELECT file, taken_for FROM files") == [
        ("a.csv", "not recognised"),
        ("b.csv", "attendance"),
    ]
    (said,) = [problem for problem in problems(tables) if problem.file == "a.csv"]
    assert said.message == "This file was not used. The file changed while it was being read."
    assert rows(tables, "SELECT DISTINCT file FROM attendance") == [("b.csv",)]
