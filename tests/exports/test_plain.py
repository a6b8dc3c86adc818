"""The fast reader gives what reading record by record gives: the same marks, rows, problems and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exports.helping import read, rows, upn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehe_rules.exports import plain

if TYPE_CHECKING:
    from pathlib import Path

ALL = (
    "SELECT school, pupil, date, session, code, comment, file, row FROM attendance ORDER BY ALL",
    'SELECT severity, file, row, "column", value, message FROM problems ORDER BY ALL',
    "SELECT file, taken_for, rows, note FROM files ORDER BY ALL",
)
CELLS = st.tuples(
    st.sampled_from(["100001", " 100001 ", '"100001"', "", "Elm"]),
    st.sampled_from([upn(1), upn(2), f'"{upn(1)}"', "", "X123"]),
    st.sampled_from(["2026-01-12", "13/01/2026", '"2026-01-12"', "31/02/2026", "1/1/26", "", " "]),
    st.sampled_from(["AM", "PM", "pm", '"AM"', "3", ""]),
    st.sampled_from(["/", "\\", "I", "@", '"I - Illness"', "", '""']),
    st.sampled_from(["", "well", '"well, now"', 'a "b"', '"open', "\u00a0"]),
)
LINES = st.lists(st.one_of(CELLS, st.just(("", "", "", "", "", ""))), min_size=1, max_size=6)


def _all(folder: Path, files: dict[str, str | bytes], large: int) -> list[list[tuple[Any, ...]]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plain, "LARGE", large)
        tables = read(folder, files)
    return [rows(tables, select) for select in ALL]


FILES = st.lists(
    st.tuples(
        LINES,
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        st.sampled_from(["", "Marks of the spring term\n\n"]),
    ),
    min_size=8,
    max_size=16,
)


@given(FILES)
@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.too_slow])
def test_fast_and_slow_agree(
    tmp_path_factory: pytest.TempPathFactory, given_files: list[tuple[list[tuple[str, ...]], str, str, str]]
) -> None:
    files: dict[str, str | bytes] = {}
    for number, (lines, ending, encoding, above) in enumerate(given_files):
        text = above + "\n".join(["school,upn,date,session,code,comment", *map(",".join, lines)]) + "\n"
        files[f"m{number}.csv"] = text.replace("\n", ending).encode(encoding)
    folder = tmp_path_factory.mktemp("plain")
    assert _all(folder, files, 0) == _all(folder, files, 1 << 30)


def test_a_name_stands_for_its_own_file_only(tmp_path: Path) -> None:
    lines = {
        "marks [1].csv": "AM",
        "marks 1.csv": "PM",
        "what*?.csv": "AM",
        "whatever.csv": "PM",
        "märz.csv": "AM",
    }
    files: dict[str, str | bytes] = {
        name: f"school,upn,date,session,code\n100001,{upn(n)},2026-01-12,{session},/\n"
        for n, (name, session) in enumerate(lines.items())
    }
    fast, slow = _all(tmp_path, files, 0)[0], _all(tmp_path, files, 1 << 30)[0]
    assert fast == slow
    assert {(row[6], row[3]) for row in fast} == set(lines.items())
    assert len(fast) == len(lines)


def test_marks_of_a_file_without_a_school_are_its_folders(tmp_path: Path) -> None:
    profile = tmp_path / "own.yaml"
    profile.write_text(
        "profile: own\ntables:\n  - table: attendance\n    required: [upn, date, session, code]\n"
        "    headings: {upn: [Pupil key], date: [Day], session: [Half], code: [Mark]}\n"
    )
    text = f"Pupil key,Day,Half,Mark\n{upn(1)},2026-01-12,AM,/\n"
    tables = read(
        tmp_path / "exports",
        {"100002/m.csv": text, "m.csv": text, "schools.csv": "urn,name\n100002,Beech\n"},
        profiles=[profile],
    )
    assert rows(tables, "SELECT school, pupil, code FROM attendance") == [("100002", upn(1), "/")]
    assert rows(tables, "SELECT file FROM problems WHERE message LIKE 'Whose file%'") == [("m.csv",)]
