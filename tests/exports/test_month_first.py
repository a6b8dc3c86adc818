"""A column that proves to be written month first is not read at all, and said once; one that has both orders is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, rows, upn
from exports.systems import events, take

if TYPE_CHECKING:
    from pathlib import Path

LOG = "Incident ID,Incident Date,Date Added,UPN,Category,Subcategory,Incident\n"
HERE, BOTH, MARKS = "100001/log.csv", "100001/both.csv", "marks.csv"


def test_no_date_of_a_column_written_month_first_counts(tmp_path: Path) -> None:
    def line(number: int, day: str, added: str) -> str:
        return f"{number},{day},{added},{upn(1)},EHE,Barrier,x\n"

    log = (
        line(1, "01/13/2026", "13/01/2026")
        + line(2, "02/03/2026", "02/03/2026")
        + line(3, "2026-02-04", "04/02/2026")
        # a row of another category proves it too
        + line(4, "03/31/2026", "31/03/2026").replace("EHE", "Trip")
    )
    both = line(11, "13/01/2026", "") + line(12, "01/14/2026", "") + line(13, "02/02/2026", "")
    marks = (
        f"school,upn,date,session,code\n100001,{upn(1)},01/13/2026,AM,/\n100001,{upn(1)},02/03/2026,AM,/\n"
    )
    marks += f"100001,{upn(1)},2026-02-04,AM,/\n"
    tables = take(tmp_path, {HERE: LOG + log, BOTH: LOG + both, MARKS: marks})
    assert events(tables, "date::VARCHAR, recorded::VARCHAR") == [
        ("2026-01-13", None),
        ("2026-02-02", None),
        ("2026-02-04", "2026-02-04"),
    ]
    assert rows(tables, "SELECT date::VARCHAR FROM attendance") == [("2026-02-04",)]
    found = {(p.file, p.row): (p.severity, p.value, p.message) for p in problems(tables, "date")}
    assert sorted(found) == [(BOTH, 3), (HERE, 2), (MARKS, 2)]
    severity, value, message = found[HERE, 2]
    assert (severity, value) == ("error", "01/13/2026")
    assert "2 that fit no other order, and 1 that could be read either way. Those entries count" in message
    assert "month first" in found[MARKS, 2][2]
    assert "month first" not in found[BOTH, 3][2]
