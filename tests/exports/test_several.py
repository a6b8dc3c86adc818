"""A row about several pupils is an entry of each whose UPN it gives; others are counted in a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, rows, upn, workbook
from exports.systems import events, take

if TYPE_CHECKING:
    from pathlib import Path

LOG = "Incident ID,Incident Date,UPN,Linked Student(s),Category,Subcategory,Incident\n"
FLAT = "Incident ID,Incident Date,UPN,Linked Students,Category,Incident,Action Date,Action\n"
HERE, FLAT_HERE = "100001/log.csv", "100001/flat.csv"


def test_each_pupil_of_a_row_has_the_entry(tmp_path: Path) -> None:
    one, two, three = upn(1), upn(2), upn(3)
    log = (
        f"{LOG}1,06/01/2026,{one},{two},EHE,Parent contacted,x\n"
        f'2,07/01/2026,"{two}; {three}","Ann Example; {one}",EHE,Barrier,x\n'
        f'3,08/01/2026,{one},"{one}, {two.lower()}\n{three}",EHE,Support given,x\n'
        f"4,09/01/2026,{one},Ann Example,EHE,Meeting held,x\n"
        f"5,09/01/2026,{one},Ann Example,Trip,,x\n"
        f"6,10/01/2026,{one},none,EHE,Meeting offered,x\n"
    )
    flat = f"{FLAT}9,12/01/2026,{one},{two},EHE,x,13/01/2026,Meeting declined\n"
    sheets = {
        "Current": [
            ["UPN", "Initials", "School", "Off-roll date", "EHE1 sent"],
            [f"{one} & {two}", "", "100001", "2026-01-17", "2026-01-16"],
        ]
    }
    oversight = f'Date,School,What,Pupil\n14/01/2026,100001,Transition meeting,"{one} / {two}"\n'
    tables = take(tmp_path, {HERE: log, FLAT_HERE: flat, "r.xlsx": workbook(sheets), "o.csv": oversight})
    names = {one: 1, two: 2, three: 3}
    found = [(event, names[pupil]) for event, pupil in events(tables, "event, pupil")]
    assert sorted(found) == [
        ("barrier_recorded", 1),
        ("barrier_recorded", 2),
        ("barrier_recorded", 3),
        ("ehe1_sent", 1),
        ("ehe1_sent", 2),
        ("meeting_declined", 1),
        ("meeting_declined", 2),
        ("meeting_held", 1),
        ("meeting_offered", 1),
        ("parent_contacted", 1),
        ("parent_contacted", 2),
        ("support_given", 1),
        ("support_given", 2),
        ("support_given", 3),
        ("transition_meeting_held", 1),
        ("transition_meeting_held", 2),
    ]
    assert rows(tables, "SELECT count(*) FROM register") == [(2,)]
    (unknown,) = problems(tables, "pupil")
    assert (unknown.severity, unknown.file, unknown.row, unknown.value) == ("warning", HERE, 3, "")
    assert unknown.message.startswith("2 rows name further pupils")
