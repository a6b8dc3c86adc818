"""An incident and an action in one row: entries of both, the incident's once however many actions repeat it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, rows, upn
from exports.systems import ACTIONS, STAFF, events, take

if TYPE_CHECKING:
    from pathlib import Path

HERE = "100001/log.csv"
FLAT = "Incident ID,Incident Date,UPN,Category,Incident,Added By,Action Date,Action,Action By\n"
ENTRY = f"1,02/03/2026,{upn(1)},EHE,Parent raised EHE: mum says,Ann Example-H"
BOTH = [
    ("meeting_held", date(2026, 3, 5), ["headteacher"]),
    ("meeting_offered", date(2026, 3, 3), ["dsl", "sendco"]),
    ("oral_intention_stated", date(2026, 3, 2), []),
]
LINES = f"{ENTRY},03/03/2026,Meeting offered by phone,Sam Example-S\n{ENTRY},05/03/2026,Meeting held,Ann Example-H\n"


def test_a_row_is_an_entry_of_each_and_the_incident_is_one(tmp_path: Path) -> None:
    tables = take(tmp_path, {"staff.csv": STAFF, HERE: FLAT + LINES})
    assert events(tables, "event, date, role") == BOTH
    assert problems(tables) == []
    assert rows(tables, "SELECT taken_for, system, rows FROM files WHERE file = '100001/log.csv'") == [
        ("events", "cpoms", 2)
    ]
    read = dict(rows(tables, "SELECT heading, column_name FROM headings WHERE file = '100001/log.csv'"))
    assert read["Action"] == "text of the action"
    assert read["Added By"] == "author"


def test_with_a_number_of_the_action_or_none_at_all(tmp_path: Path) -> None:
    numbered = LINES.replace("03/03/2026", "A1,03/03/2026").replace("05/03/2026", "A2,05/03/2026")
    logs = (
        FLAT.replace("Incident ID", "x") + LINES,
        FLAT.replace("Action Date", "Action Date/Time").replace("Action,", "Actions Taken,") + LINES,
        FLAT.replace("Action Date", "Action ID,Action Date") + numbered,
    )
    files: dict[str, str | bytes] = {
        f"{school}/log.csv": log.replace(upn(1), upn(school - 100000))
        for school, log in enumerate(logs, start=100003)
    }
    tables = take(tmp_path, {"staff.csv": STAFF, **files})
    for file, log in files.items():
        found = rows(
            tables, f"SELECT event, date, role FROM events WHERE file = '{file}' ORDER BY event, date"
        )
        assert found == BOTH, str(log).splitlines()[0]


def test_an_incident_without_an_action_is_an_entry_alone(tmp_path: Path) -> None:
    tables = take(tmp_path, {"staff.csv": STAFF, HERE: f"{FLAT}{ENTRY},,,\nTotal: 1,,,,,,,,\n"})
    assert [event for (event,) in events(tables, "event")] == ["oral_intention_stated"]
    assert [(p.severity, p.row) for p in problems(tables)] == [("note", 3)]


def test_an_action_that_stands_in_a_file_of_its_own_too_is_one(tmp_path: Path) -> None:
    actions = f"{ACTIONS.replace('Action ID,', '')}1,05/03/2026,Meeting held,Ann Example-H\n"
    tables = take(tmp_path, {"staff.csv": STAFF, HERE: FLAT + LINES, "100001/actions.csv": actions})
    assert [event for (event,) in events(tables, "event")] == [event for event, _, _ in BOTH]


def test_actions_that_give_nothing_are_counted_apart(tmp_path: Path) -> None:
    tables = take(
        tmp_path, {"staff.csv": STAFF, HERE: f"{FLAT}{ENTRY},03/03/2026,Phoned mum,Ann Example-H\n"}
    )
    counted = rows(tables, "SELECT category, rows, mapped FROM categories ORDER BY ALL")
    assert counted == [("EHE", 1, 1), ("EHE (actions)", 1, 0)]
    (found,) = problems(tables)
    assert "1 row(s) of the category 'EHE (actions)' gave nothing" in found.message
