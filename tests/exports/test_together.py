"""Small sheets of one kind go into the stage together: what comes of it is as if each went alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn, workbook

from ehe_rules.exports import pieces, together

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.exports import Tables

PUPILS = "school,upn,surname,forename,entry_date\n"
OTHERS = "surname;upn;school;forename;entry_date\n"
EVENTS = "school,upn,date,event,role\n"


def _files() -> dict[str, str | bytes]:
    """Give three lists of pupils that are read alike, one that is not, logs, and a workbook with a list of its own."""
    listed = {
        f"{place}.csv": PUPILS
        + "".join(f"10000{place},{upn(10 * place + n)},Sur{n},Fore{n},2024-09-02\n" for n in range(place))
        for place in (1, 2, 3)
    }
    logs = {
        f"log{place}.csv": EVENTS + f"10000{place},{upn(10 * place)},2026-01-1{place},risk_identified,dsl\n"
        for place in (1, 2, 3)
    }
    book = {"Pupils": [line.split(",") for line in [PUPILS.strip(), f"100005,{upn(50)},Sur,Fore,2024-09-02"]]}
    spoilt = PUPILS + f"100006,{upn(60)},Sur,Fore,31/31/2024\n"
    return {
        **listed,
        **logs,
        "other.csv": OTHERS + f"Sur;{upn(40)};100004;Fore;2024-09-02\n",
        "book.xlsx": workbook(book),
        "spoilt.csv": spoilt,
    }


def _all(tables: Tables) -> list[object]:
    return [
        rows(tables, "FROM roll ORDER BY ALL"),
        rows(tables, "FROM events ORDER BY ALL"),
        rows(tables, "FROM files ORDER BY ALL"),
        problems(tables),
    ]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_it_makes_no_difference_how_many_rows_go_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    files = _files()
    whole = _all(read(tmp_path, files))
    monkeypatch.setattr(together, "AT_ONCE", at_once)
    monkeypatch.setattr(pieces, "AT_ONCE", at_once)
    assert _all(read(tmp_path, files)) == whole


def test_every_row_keeps_its_own_file_and_number(tmp_path: Path) -> None:
    tables = read(tmp_path, _files())
    assert rows(
        tables, "SELECT file, sheet, school, \"row\" FROM roll WHERE file <> 'spoilt.csv' ORDER BY ALL"
    ) == [
        ("1.csv", "", "100001", 2),
        ("2.csv", "", "100002", 2),
        ("2.csv", "", "100002", 3),
        ("3.csv", "", "100003", 2),
        ("3.csv", "", "100003", 3),
        ("3.csv", "", "100003", 4),
        ("book.xlsx", "Pupils", "100005", 2),
        ("other.csv", "", "100004", 2),
    ]
    assert rows(tables, "SELECT file, date::VARCHAR FROM events ORDER BY ALL") == [
        (f"log{place}.csv", f"2026-01-1{place}") for place in (1, 2, 3)
    ]
    assert [(p.file, p.row, p.value) for p in problems(tables, "entry_date")] == [
        ("spoilt.csv", 2, "31/31/2024")
    ]
