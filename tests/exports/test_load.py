"""The whole step: what was supplied, tables handed over, and the same tables whatever the order of files and rows."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from exports.helping import WORDS, problems, read, rows, upn, write

from ehe_rules.errors import ExportsError
from ehe_rules.exports import from_frames, load
from ehe_rules.exports.finish import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.exports import Tables

FILES: dict[str, str] = {
    "schools.csv": "urn,name\n100001,Ash\n100002,Beech\n100003,Cedar\n",
    "roll.csv": f"school,upn,admission_no,forename\nAsh,{upn(1)},1,Ann\n100002,{upn(2)},2,Bob\n100002,,3,Col\n100002,,3,Col\n",
    "events.csv": f"school,upn,event,date,role\nAsh,{upn(1)},meeting_held,2026-01-12,dsl;parent\n100001,{upn(9)},risk_identified,2026-01-13,dsi\n100001,{upn(1)},risk identified,1/1/26,dsl\n",
    "marks.csv": f"school,upn,date,session,code\nBeech,{upn(2)},2026-01-12,AM,/\nBeech,{upn(2)},2026-01-12,PM,@\nElm,{upn(2)},2026-01-13,PM,/\n",
    "closures.csv": "date,label\n2026-02-02,snow\n2026-02-03,snow\n",
}
WITHOUT_PLACE = {
    "roll": "roll, file, row",
    "events": "entry, file, row",
    "unclear_entries": "file, row",
    "attendance": "file, row",
    "register": "file, row",
    "la_children": "file, row",
    "categories": "file",
    "kinds_held": "file",
    "sheet_schools": "file",
}


def _everything(tables: Tables) -> dict[str, list[tuple[Any, ...]]]:
    """Give every table but what depends on where a row stands."""
    kept = {
        name: f"SELECT * EXCLUDE ({WITHOUT_PLACE[name]}) FROM {name} ORDER BY ALL"
        if name in WITHOUT_PLACE
        else f"FROM {name} ORDER BY ALL"
        for name in KEPT
        if name not in {"files", "headings", "problems"}
    }
    kept["problems"] = (
        "SELECT severity, \"column\", value, message FROM problems WHERE severity <> 'note' ORDER BY ALL"
    )
    return {name: rows(tables, select) for name, select in kept.items()}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read(tmp_path_factory.mktemp("given"), dict(FILES))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_files_and_rows_changes_nothing(tmp_path: Path, given: Tables, seed: int) -> None:
    shuffled: dict[str, str | bytes] = {}
    chance = random.Random(seed)  # noqa: S311 - a fixed shuffle
    for name, text in FILES.items():
        header, *lines = text.splitlines(keepends=True)
        chance.shuffle(lines)
        shuffled[f"{chance.random()}-{name}"] = header + "".join(lines)
    assert _everything(given) == _everything(read(tmp_path, shuffled))


def test_two_runs_give_the_same_rows_in_the_same_order(tmp_path: Path, given: Tables) -> None:
    again = read(tmp_path, dict(FILES))
    assert again.files == (tmp_path,)
    for name in KEPT:
        assert rows(given, f"FROM {name}") == rows(again, f"FROM {name}"), name


def test_only_the_tables_of_this_step_are_left(given: Tables) -> None:
    assert {row[0] for row in rows(given, "SELECT table_name FROM duckdb_tables()")} == set(KEPT)


def _supplied(tables: Tables) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for school, table in rows(tables, "SELECT school, table_name FROM supplied WHERE column_name = ''"):
        found.setdefault(school, set()).add(table)
    return found


def test_supplied_is_judged_for_each_school(given: Tables) -> None:
    assert _supplied(given) == {
        "100001": {"schools", "pupils", "events", "closures"},
        "100002": {"schools", "pupils", "attendance", "closures"},
        "100003": {"schools", "closures"},
    }
    columns = rows(
        given,
        "SELECT column_name FROM supplied WHERE school = '100001' AND table_name = 'events' ORDER BY 1",
    )
    assert [name for (name,) in columns] == ["", "date", "event", "role", "school", "upn"]
    assert rows(given, "SELECT DISTINCT school FROM carries") == [("100001",)]
    assert rows(given, "SELECT count(*) FROM carries") == [(len(WORDS.events),)]


def test_an_exports_row_speaks_for_schools_without_rows(tmp_path: Path) -> None:
    said = "table,school,carries\nevents,,meeting_held;risk_identified\nevents,Beech,la_informed\nregister,Cedar,\nattendance,Cedar,\n"
    tables = read(tmp_path, {**FILES, "x.csv": said})
    assert {school for school, names in _supplied(tables).items() if "events" in names} == {
        "100001",
        "100002",
        "100003",
    }
    assert {school for school, names in _supplied(tables).items() if "register" in names} == {"100003"}
    assert rows(tables, "FROM carries ORDER BY ALL") == [
        ("100001", "meeting_held"),
        ("100001", "risk_identified"),
        ("100002", "la_informed"),
        ("100003", "meeting_held"),
        ("100003", "risk_identified"),
    ]


def test_a_school_without_a_mark_or_a_pupil_lacks_a_file_whatever_the_exports_table_says(
    tmp_path: Path,
) -> None:
    said = "table,school\npupils,Cedar\nattendance,Cedar\n"
    tables = read(tmp_path, {**FILES, "x.csv": said})
    assert not {"pupils", "attendance"} & _supplied(tables)["100003"]
    assert [(p.severity, p.row, p.value) for p in problems(tables) if "said to be there" in p.message] == [
        ("warning", 2, "pupils"),
        ("warning", 3, "attendance"),
    ]


def test_a_file_with_headings_alone_says_nothing(tmp_path: Path) -> None:
    tables = read(tmp_path, {**FILES, "g.csv": "school,upn,off_roll_date\n"})
    assert not any("register" in names for names in _supplied(tables).values())


def test_entries_without_a_school_are_supplied_for_none(tmp_path: Path) -> None:
    tables = read(tmp_path, {"e.csv": "school,upn,event,date\n,,trust_half_term_review,2026-01-12\n"})
    assert _supplied(tables) == {None: {"events"}}
    assert rows(tables, "SELECT DISTINCT school FROM carries") == [(None,)]


FRAMES: dict[str, pd.DataFrame | list[dict[str, str]]] = {
    "pupils": [
        {"school": "100001", "upn": upn(1)},
        {"school": "100002", "upn": upn(2), "leaving_date": "2026-01-20"},
    ],
    "events": pd.DataFrame(
        [{"school": "100001", "upn": upn(1), "event": "meeting_held", "date": "2026-01-12", "role": None}]
    ),
    "attendance": [],
}


def test_frames_take_the_same_path(tmp_path: Path) -> None:
    tables = from_frames(FRAMES, WORDS)
    assert rows(tables, "SELECT file, row, pupil, leaving_date IS NULL FROM roll") == [
        ("pupils", 2, upn(1), True),
        ("pupils", 3, upn(2), False),
    ]
    assert rows(tables, "SELECT file, row, event, role FROM events") == [("events", 2, "meeting_held", [])]
    files: dict[str, str | bytes] = {
        "events.csv": f"school,upn,event,date,role\n100001,{upn(1)},meeting_held,2026-01-12,\n"
    }
    again = read(tmp_path, files)
    assert rows(tables, "SELECT * EXCLUDE file FROM events") == rows(
        again, "SELECT * EXCLUDE file FROM events"
    )


def test_missing_values_and_numbers_of_frames_are_read_as_meant() -> None:
    frame = pd.DataFrame(
        {
            "school": [100001.0, 100001.0],
            "upn": [upn(1), pd.NA],
            "admission_no": [float("nan"), 7.0],
            "entry_date": [pd.Timestamp("2024-09-02"), pd.NaT],
        }
    )
    tables = from_frames({"pupils": frame}, WORDS)
    assert rows(tables, "SELECT school, pupil, entry_date FROM roll") == [
        ("100001", upn(1), date(2024, 9, 2)),
        ("100001", "7", None),
    ]
    assert problems(tables) == []


def test_an_empty_frame_is_supplied_for_every_school() -> None:
    tables = from_frames(FRAMES, WORDS)
    assert _supplied(tables) == {
        "100001": {"pupils", "events", "attendance"},
        "100002": {"pupils", "attendance"},
    }
    assert rows(
        tables, "SELECT count(*) FROM supplied WHERE school = '100002' AND column_name = 'session'"
    ) == [(1,)]


def test_unless_exports_says_otherwise() -> None:
    tables = from_frames({**FRAMES, "exports": [{"table": "attendance", "school": "100001"}]}, WORDS)
    assert {school for school, names in _supplied(tables).items() if "attendance" in names} == {"100001"}


def test_an_empty_events_frame_carries_every_kind() -> None:
    tables = from_frames({"pupils": FRAMES["pupils"], "events": []}, WORDS)
    assert rows(tables, "SELECT school, count(*) FROM carries GROUP BY ALL ORDER BY ALL") == [
        ("100001", len(WORDS.events)),
        ("100002", len(WORDS.events)),
    ]


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ({"pupil": []}, "There is no table 'pupil'"),
        ({"pupils": [{"school": "100001"}]}, "The table pupils lacks the column upn"),
    ],
)
def test_frames_that_are_no_tables_are_refused(frames: dict[str, list[dict[str, str]]], said: str) -> None:
    with pytest.raises(ExportsError, match=said):
        from_frames(dict(frames), WORDS)


def test_problems_come_gravest_first_and_never_twice(given: Tables) -> None:
    found = problems(given)
    assert [p.severity for p in found] == sorted(
        (p.severity for p in found), key=("error", "warning", "note").index
    )
    assert len(found) == len(set(found))
    assert all(p.message.endswith((".", ")")) and p.todo for p in found)


def test_links_that_are_not_followed_are_said(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"pupils.csv": f"school,upn\n100001,{upn(1)}\n"})
    folder = write(tmp_path / "exports", {"pupils.csv": f"school,upn\n100001,{upn(2)}\n"})
    (folder / "100001").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (folder / "linked.csv").symlink_to(tmp_path / "elsewhere/pupils.csv")
    tables = load([folder], WORDS)
    assert rows(tables, "SELECT pupil FROM roll ORDER BY ALL") == sorted([(upn(1),), (upn(2),)])
    found = [(p.severity, p.file, p.message) for p in problems(tables)]
    assert found == [
        (
            "warning",
            "100001",
            "This file was not used. This is a link to a folder, and links to folders are not followed.",
        ),
        ("warning", "gone.csv", "This file was not used. This is a link to a file that is not there."),
    ]
