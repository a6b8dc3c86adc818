"""Profiles: what they can say, and what is refused with the file's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn

from ehe_rules.exports import Words
from ehe_rules.exports.profile import ProfileError, load_profiles, native_table, read_profile
from ehe_rules.exports.schema import CARRIED, NATIVE

if TYPE_CHECKING:
    from pathlib import Path

CPOMS = """
profile: a safeguarding system
tables:
  - table: events
    required: [school, admission_no, event, date]
    optional: [recorded, note, tag]
    headings: {admission_no: [Admission No], event: Category, tag: Category, date: Incident Date, recorded: [Created, Created Date], note: Incident Summary}
    constants: {school: 100001}
    values:
      event: {"Home Education: meeting": meeting_held, "home education: CONCERN": risk_identified}
    others: skip
    carries: [meeting_held, risk_identified]
"""


def test_the_native_profile_lists_every_column_once() -> None:
    for table, columns in NATIVE.items():
        # and of those that only reading needs, what a list of ours may say: a former UPN, the file that a row speaks of
        only_read = {"former_upn", "of_file"}.intersection(CARRIED.get(table, ()))
        assert sorted(native_table(table).columns) == sorted({*columns, *only_read}), table


def test_a_trusts_own_profile(tmp_path: Path) -> None:
    profile = tmp_path / "own.yaml"
    profile.write_text(CPOMS)
    text = (
        "Incident Date,Created,Admission No,Category,Incident Summary\n"
        "12/01/2026 09:15,13/01/2026,7,Home education:  meeting,met\n"
        "12/01/2026 09:15,13/01/2026,7,Bruise,not ours\n"
        "14/01/2026,,8,Home Education: Concern,worry\n"
    )
    tables = read(tmp_path / "in", {"c.csv": text}, profiles=[profile])
    assert rows(tables, "SELECT school, pupil, event, date, recorded, tag, row FROM events") == [
        ("100001", "7", "meeting_held", date(2026, 1, 12), date(2026, 1, 13), "Home education:  meeting", 2),
        ("100001", "8", "risk_identified", date(2026, 1, 14), None, "Home Education: Concern", 4),
    ]
    assert rows(tables, "SELECT system, rows, note FROM files") == [
        ("a safeguarding system", 3, "1 row of other categories passed over")
    ]
    assert rows(tables, "SELECT event FROM carries ORDER BY 1") == [("meeting_held",), ("risk_identified",)]
    assert problems(tables) == []


LOG = """
profile: process log
tables:
  - table: events
    required: [school, admission_no, event, date]
    headings: {admission_no: "case:concept:name", event: "concept:name", date: "time:timestamp"}
    constants: {school: "100001"}
    values: {event: {Create Fine: fine_created, Payment: payment_made}}
"""


def test_a_process_log_takes_the_local_date_as_written(tmp_path: Path) -> None:
    profile = tmp_path / "log.yaml"
    profile.write_text(LOG)
    words = Words(
        {"fine_created": {}, "payment_made": {}}, [], [], {"fine_created": "case", "payment_made": "case"}
    )
    text = (
        "amount,case:concept:name,concept:name,time:timestamp\n"
        "35.0,N77802,Create Fine,2005-03-23 00:00:00+01:00\n"
        ",N77802,Payment,2005-07-22 00:00:00+02:00\n"
        ",N77802,Appeal to Judge,2005-07-23 00:00:00+02:00\n"
    )
    tables = read(tmp_path / "in", {"log.csv": text}, words, [profile])
    assert rows(tables, "SELECT pupil, event, date FROM events") == [
        ("N77802", "fine_created", date(2005, 3, 23)),
        ("N77802", "payment_made", date(2005, 7, 22)),
    ]
    assert [(p.severity, p.value) for p in problems(tables, "event")] == [("error", "Appeal to Judge")]


def test_where_both_fit_a_given_profile_goes_before_a_built_in(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("profile: ours\ntables:\n  - {table: pupils, required: [school, upn]}\n")
    tables = read(tmp_path / "in", {"r.csv": f"school,upn\n100001,{upn(1)}\n"}, profiles=[profile])
    assert rows(tables, "SELECT system FROM files") == [("ours",)]
    assert [p.profile for p in load_profiles([profile])][:2] == ["ours", "native"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile: [", "is not YAML"),
        ("profile: " + "[" * 50_000 + "]" * 50_000, "nested more than"),
        ("profile: x\ntables:\n  - {table: pupil, required: [school]}", "there is no table 'pupil'"),
        (
            "profile: x\ntables:\n  - {table: pupils, required: [school, name]}",
            "the table pupils has no column name",
        ),
        ("profile: x\ntables:\n  - {table: pupils, required: school, colour: red}", "colour"),
        ("profile: x\ntables:\n  - {table: pupils, required: school, dates: us}", "day first"),
        (
            "profile: x\ntables:\n  - {table: pupils, required: [school, leaving_date]}",
            "say whether leaving_date",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_names_its_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=r"bad\.yaml: this profile") as raised:
        read_profile(path)
    assert said in str(raised.value)
    assert raised.value.exit_status == 2


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profiles([tmp_path / "none.yaml"])
