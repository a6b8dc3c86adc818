"""Exports that overlap: a row in two files is one entry, told in a note; in one file two rows are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, upn, workbook
from exports.systems import events, take

if TYPE_CHECKING:
    from pathlib import Path

LOG = "Incident Date,UPN,Category,Subcategory,Incident\n"
PLAIN = "school,upn,event,date,ref\n"
REGISTER = ("UPN", "Initials", "School", "Off-roll date", "EHE1 sent")


def test_rows_of_two_files_count_once_and_of_one_file_stay(tmp_path: Path) -> None:
    def line(day: str, said: str = "x", step: str = "Pressure reported") -> str:
        return f"{day}/01/2026,{upn(1)},EHE,{step},{said}\n"

    def plain(day: str) -> str:
        return f"100001,{upn(1)},professional_recommended_ehe,2026-01-{day},A1\n"

    def register(sent: str) -> bytes:
        row = (upn(1), "A", "100001", "2026-01-17", sent)
        return workbook({"Current": [REGISTER, row]})

    tables = take(
        tmp_path,
        {
            "100001/autumn.csv": LOG + line("06") + line("06") + line("07", "by phone") + line("08"),
            "100001/spring.csv": LOG + line("06") + line("07", "by letter") + line("08") + line("09"),
            "e (1).csv": PLAIN + plain("05") + plain("05"),
            "e.csv": PLAIN + plain("05") + plain("12"),
            "r1.xlsx": register("2026-01-16"),
            "r2.xlsx": register("16/01/2026"),
        },
    )
    assert events(tables, "event, day(date)") == [
        ("ehe1_sent", 16),
        *[("pressure_reported", day) for day in (6, 6, 7, 7, 8, 9)],
        *[("professional_recommended_ehe", day) for day in (5, 5, 12)],
    ]
    found = {(p.file, p.row): p.message for p in problems(tables) if "in every cell" in p.message}
    assert sorted(found) == [("100001/spring.csv", 2), ("e.csv", 2), ("r2.xlsx", 2)]
    assert found["100001/spring.csv", 2].startswith("2 rows of this file stand in 100001/autumn.csv too")
    assert found["e.csv", 2].startswith("1 row of this file stands in e (1).csv too")
