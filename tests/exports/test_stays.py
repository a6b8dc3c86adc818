"""One time on roll that several lists have: which of them counts, and what is said where they differ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "school,upn,entry_date,leaving_date,removal_ground,sex\n"
ROLL = "SELECT upn, entry_date, leaving_date, removal_ground, sex FROM roll ORDER BY upn[2:], entry_date"


def line(n: int, entry: str, leaving: str = "", more: str = ",") -> str:
    """Give a row of a list."""
    return f"100001,{upn(n)},{entry},{leaving},{more}\n"


def day(iso: str) -> date:
    """Give a day."""
    return date.fromisoformat(iso)


def test_the_later_export_decides_on_the_leaving(tmp_path: Path) -> None:
    files = {
        "exports.csv": "table,exported_on,file\npupils,2026-01-25,a.csv\npupils,2026-02-05,b.csv\n",
        "a.csv": HEAD
        + line(1, "2020-09-01", "2026-01-16", "f,")
        + line(2, "2020-09-01", "2026-01-30", "f,")
        + line(3, "2020-09-01"),
        "b.csv": HEAD
        + line(1, "2020-09-01")
        + line(2, "2020-09-01", "2026-01-16", ",F")
        + line(3, "2020-09-01", "2026-01-30"),
    }
    tables = read(tmp_path, files)
    assert rows(tables, ROLL) == [
        (upn(1), day("2020-09-01"), None, None, None),
        (upn(2), day("2020-09-01"), day("2026-01-16"), "f", "F"),
        (upn(3), day("2020-09-01"), day("2026-01-30"), None, None),
    ]
    assert [(p.file, p.row, p.value) for p in problems(tables, "leaving_date")] == [
        ("a.csv", 2, "16 January 2026"),
        ("a.csv", 3, "30 January 2026"),
    ]
    assert (
        "In b.csv row 2, which was exported later (5 February 2026), the pupil has not left"
        in problems(tables)[0].message
    )


def test_where_it_is_not_known_which_is_later_a_leaving_counts_and_what_differs_is_listed(
    tmp_path: Path,
) -> None:
    files = {
        "a.csv": HEAD
        + line(1, "2020-09-01", "2026-01-16", "f,")
        + line(2, "2020-09-01", "2026-01-16", "f,")
        + line(3, "2020-09-01", "2026-01-16", "b,")
        + line(4, "2020-09-01", "2026-01-16", "f,")  # and the same child, a day later
        + line(5, "2020-09-01", "2026-01-16", "f,")  # really back
        + line(6, "2020-09-01")
        + line(7, "2019-09-01", "2021-07-20")
        + line(7, "2021-07-01"),
        "b.csv": HEAD
        + line(1, "2020-09-01", more=",M")
        + line(2, "2020-09-01", "2026-01-20")
        + line(3, "2020-09-01", "2026-01-16", "f,")
        + line(4, "2020-09-02")
        + line(5, "2026-01-12")
        + line(6, "2024-09-03"),
        "u.csv": HEAD + line(6, "", "16/01/26", "f,"),
    }
    tables = read(tmp_path, files)
    came, left = day("2020-09-01"), day("2026-01-16")
    assert rows(tables, ROLL) == [
        (upn(1), came, left, "f", "M"),
        (upn(2), came, day("2026-01-20"), "f", None),
        (upn(3), came, left, "b", None),
        (upn(4), came, left, "f", None),
        (upn(5), came, left, "f", None),
        (upn(5), day("2026-01-12"), None, None, None),
        (upn(6), came, None, "f", None),
        (upn(7), day("2019-09-01"), day("2021-07-20"), None, None),
        (upn(7), day("2021-07-01"), None, None, None),
    ]
    assert rows(tables, "SELECT upn FROM roll WHERE leaving_unknown") == [(upn(6),)]
    told = [(p.file, p.row, p.column, p.message) for p in problems(tables) if p.severity == "warning"]
    assert [one[:3] for one in told] == [
        ("a.csv", 3, "leaving_date"),
        ("a.csv", 9, "entry_date"),
        ("b.csv", 4, "removal_ground"),
        ("b.csv", 5, "entry_date"),
        ("b.csv", 6, "entry_date"),
        ("b.csv", 7, "entry_date"),
    ]
    assert (
        told[0][3]
        == "By this row the pupil came off roll on 16 January 2026, by b.csv row 3 on 20 January 2026: that was taken."
    )
    assert "(a.csv row 8) is still running: both were kept" in told[1][3]
    assert "another day in another list (a.csv row 5)" in told[3][3]
    assert "(a.csv row 6) is still running: both were kept" in told[4][3]
