"""Events: words forgiven or listed with the nearest, pupils matched, nothing lost in silence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "school,upn,admission_no,event,date,role,with,covers,to,outcome,until,reason\n"


def _event(
    event: str = "meeting_held", *, who: str = "", words: str = ",,,,,,", school: str = "100001"
) -> str:
    return f"{school},{who or upn(1) + ','},{event},2026-01-12,{words}\n"


def test_words_are_forgiven_their_spelling_and_sorted(tmp_path: Path) -> None:
    words = '"Head of School; DSL;dsl",Parent,"Anxiety, attendance",,Early sign,20/01/2026,Mental-health'
    tables = read(tmp_path, {"e.csv": HEADER + _event("Risk  identified", words=words)})
    assert rows(tables, 'SELECT entry, event, date, role, "with", covers, "to", outcome, until, reason, pupil FROM events') == [
        (1, "risk_identified", date(2026, 1, 12), ["dsl", "head_of_school"], ["parent"], ["anxiety", "attendance"], [], "early_sign",
         date(2026, 1, 20), "mental_health", upn(1))
    ]  # fmt: skip
    assert problems(tables) == []


def test_an_unknown_event_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    tables = read(tmp_path, {"e.csv": HEADER + _event("metting held") + _event()})
    (found,) = problems(tables)
    assert (found.severity, found.row, found.column, found.value) == ("error", 2, "event", "metting held")
    assert "nearest: meeting_held" in found.message
    assert rows(tables, "SELECT row FROM events") == [(3,)]


UNKNOWN = (
    ("dsl;Headtecher,,,,,,", "role", "Headtecher", "headteacher"),
    (",parnet,,,,,", "with", "parnet", "parent"),
    (",,anxeity,,,,", "covers", "anxeity", "anxiety"),
    (",,,,genuin,,", "outcome", "genuin", "genuine"),
    (",,,,,,life style choice", "reason", "life style choice", "lifestyle"),
    ("zzz,,,,,,", "role", "zzz", ""),
)
"""The words of an entry, the column and the word that is not known, and the nearest that is."""


def test_an_unknown_word_is_dropped_with_a_warning_and_the_entry_kept(tmp_path: Path) -> None:
    lines = [
        _event("risk_identified", words=words, who=f"{upn(n)},") for n, (words, *_) in enumerate(UNKNOWN)
    ]
    tables = read(tmp_path, {"e.csv": HEADER + "".join(lines)})
    found = sorted(problems(tables), key=lambda problem: problem.row)
    assert [(p.severity, p.row, p.column, p.value) for p in found] == [
        ("warning", row, column, value) for row, (_, column, value, _) in enumerate(UNKNOWN, start=2)
    ]
    for problem, (*_, nearest) in zip(found, UNKNOWN, strict=True):
        assert (
            f"(nearest: {nearest})" if nearest else "it was left out, the row was kept"
        ) in problem.message
    kept = rows(tables, 'SELECT role, "with", covers, outcome, reason FROM events ORDER BY row')
    assert kept == [(["dsl"], [], [], None, None), *[([], [], [], None, None)] * 5]


def test_an_attribute_without_words_of_its_own_takes_any(tmp_path: Path) -> None:
    tables = read(tmp_path, {"e.csv": HEADER + _event("meeting_held", words=",,Anything at all,,,,")})
    assert rows(tables, "SELECT covers FROM events") == [(["anything_at_all"],)]


def test_an_entry_about_a_pupil_needs_one(tmp_path: Path) -> None:
    text = HEADER + "".join(
        _event(event, who=",")
        for event in (
            "meeting_held",
            "transition_meeting_held",
            "weekly_attendance_review",
            "trust_half_term_review",
        )
    )
    tables = read(tmp_path, {"e.csv": text})
    (found,) = problems(tables)
    assert (found.severity, found.row, found.value) == ("error", 2, "meeting_held")
    assert "no UPN or admission number" in found.message
    assert rows(tables, "SELECT row, pupil FROM events ORDER BY row") == [(3, None), (4, None), (5, None)]


def test_only_trust_and_authority_entries_may_name_no_school(tmp_path: Path) -> None:
    text = HEADER + "".join(
        _event(event, who=",", school="")
        for event in ("trust_half_term_review", "la_contact", "weekly_attendance_review")
    )
    tables = read(tmp_path, {"e.csv": text})
    assert rows(tables, "SELECT event, school FROM events ORDER BY row") == [
        ("trust_half_term_review", None),
        ("la_contact", None),
    ]
    assert [(p.row, p.message) for p in problems(tables)] == [
        (4, "No school is given: this row was left out.")
    ]


ROLL = f"school,upn,admission_no\n100001,{upn(1)},7\n100001,,8\n100002,{upn(2)},7\n"


def test_a_pupil_is_matched_by_upn_else_admission_number(tmp_path: Path) -> None:
    pupils = {
        f"{upn(1)},": upn(1),
        ",7": upn(1),
        f"{upn(3)},8": "8",
        f"{upn(1)},8": upn(1),
        f" {upn(1).lower()} ,": upn(1),
    }
    # each on a day of its own: equal entries would be noted
    lines = [
        _event(who=who).replace("2026-01-12", f"2026-01-{day}") for day, who in enumerate(pupils, start=12)
    ]
    tables = read(tmp_path, {"r.csv": ROLL, "e.csv": HEADER + "".join(lines)})
    found = rows(tables, "SELECT pupil FROM events ORDER BY row")
    assert dict(zip(pupils, found, strict=True)) == {who: (pupil,) for who, pupil in pupils.items()}
    assert problems(tables) == []


def test_a_pupil_on_no_roll_of_that_school_is_said_once(tmp_path: Path) -> None:
    marks = f"school,upn,date,session,code\n100001,{upn(5)},2026-01-12,AM,/\n100001,{upn(5)},2026-01-12,PM,\\\n100001,{upn(6)},2026-01-12,AM,/\n"
    tables = read(tmp_path, {"r.csv": ROLL, "e.csv": HEADER + 2 * _event(who=f"{upn(2)},"), "m.csv": marks})
    said = [(p.file, p.row, p.message) for p in problems(tables) if p.severity == "warning"]
    assert said == [
        (
            "e.csv",
            2,
            "This pupil is on no roll or leavers list supplied for this school (2 entries; this is the first).",
        ),
        (
            "m.csv",
            2,
            "2 pupil(s) with marks, this the first, are on no roll or leavers list supplied for their school (3 marks).",
        ),
    ]
    assert rows(tables, "SELECT count(*) FROM events") == [(2,)]


def test_without_a_roll_nobody_is_a_stranger(tmp_path: Path) -> None:
    tables = read(tmp_path, {"e.csv": HEADER + _event()})
    assert problems(tables) == []


def test_equal_rows_of_one_file_are_kept_and_noted(tmp_path: Path) -> None:
    tables = read(tmp_path, {"a.csv": HEADER + _event() + _event()})
    assert rows(tables, "SELECT count(*) FROM events") == [(2,)]
    (found,) = problems(tables)
    assert (found.severity, found.file, found.row) == ("note", "a.csv", 2)
    assert "next at a.csv row 3. All were kept." in found.message
