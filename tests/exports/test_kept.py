"""Rows that do not count: not ticked as done, or marked as deleted; what says neither yes nor no is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, rows, upn
from exports.systems import events, take

if TYPE_CHECKING:
    from pathlib import Path

DONE = ("yes", "Yes - AE", "20/01/2026", "2026-01-20", "✓", "✓ AE", "x", "1", "Done by AE", "46042", "20 Jan")
NOT_DONE = ("", "no", "Not done - half term", "N", "0", "No, AE off", "cancelled")
NEITHER = ("AE", "Yes?", "1 of 2", "20/01/2026 planned", "Yesterday")
LOG = "Incident ID,Incident Date,UPN,Category,Subcategory,Incident,Status,Deleted\n"
ACTIONS = "Incident ID,UPN,Category,Action Date,Action,Status\n"


def test_what_is_neither_done_nor_not_done_is_listed(tmp_path: Path) -> None:
    log = "Date,School,What,Done\n" + "".join(
        f'{day:02}/01/2026,100001,Weekly review,"{cell}"\n' for day, cell in enumerate((*DONE, *NOT_DONE, *NEITHER), start=1)
    )  # fmt: skip
    tables = take(tmp_path, {"o.csv": log})
    assert [day for (day,) in events(tables, "day(date)")] == [*range(1, len(DONE) + 1)]
    assert [(p.severity, p.value) for p in problems(tables, "ticked")] == [
        ("error", cell) for cell in NEITHER
    ]


def test_a_deleted_entry_is_none(tmp_path: Path) -> None:
    states = (
        ("Open", ""), ("Closed", "no"), ("Archived", "false"), ("", "0"), ("Not deleted", ""), ("12/01/2026", ""),
        ("Deleted", ""), ("Deleted, not needed", ""), ("Open", "yes"), ("Open", "07/01/2026"), ("", "TRUE"),
    )  # fmt: skip
    log = LOG + "".join(
        f"{number},{number:02}/01/2026,{upn(1)},EHE,Barrier,x,{state},{deleted}\n"
        for number, (state, deleted) in enumerate(states, start=1)
    )
    actions = (
        ACTIONS
        + f"1,{upn(1)},EHE,02/01/2026,Support given,Completed\n1,{upn(1)},EHE,03/01/2026,Support given,Deleted\n"
    )
    tables = take(tmp_path, {"100001/log.csv": log, "100001/actions.csv": actions})
    assert events(tables, "event, day(date)") == [
        *[("barrier_recorded", day) for day in range(1, 7)],
        ("support_given", 2),
    ]
    assert rows(tables, "SELECT file, note FROM files ORDER BY file") == [
        ("100001/actions.csv", "1 row marked as deleted passed over"),
        ("100001/log.csv", "5 rows marked as deleted passed over"),
    ]
