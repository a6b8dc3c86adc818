"""Delimited text: encodings, separators, and row numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from itertools import product
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn
from hypothesis import given, settings
from hypothesis import strategies as st

from ehe_rules.exports.grid import UnreadableError
from ehe_rules.exports.scan import scan_file
from ehe_rules.exports.text import SEPARATORS, CsvGrid, TextFile, text_file

if TYPE_CHECKING:
    from pathlib import Path

AWKWARD = st.text(st.sampled_from('aé£\u2013\u2019"\\=-+@#;,\t\n <&N1/'), max_size=8)


def _csv(cells: list[list[str]], separator: str, ending: str = "\r\n") -> str:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator, lineterminator=ending).writerows(cells)
    return held.getvalue()


def _opened(path: Path, content: bytes) -> TextFile:
    path.write_bytes(content)
    return text_file(path, scan_file(path))


@given(
    st.lists(st.lists(AWKWARD, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None)
def test_every_cell_comes_back_whatever_the_encoding(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[list[str]],
    separator: str,
    encoding: str,
    ending: str,
) -> None:
    header = ["heading", "another heading", "and one that makes the text long enough to judge"]
    text = _csv([header, *cells], separator, ending)
    opened = _opened(tmp_path_factory.mktemp("text") / "text.csv", text.encode(encoding))
    got = list(CsvGrid(opened, separator).rows())
    assert got == list(enumerate([header, *cells], start=1))


@given(
    st.lists(AWKWARD.filter(lambda cell: bool(cell.strip())), min_size=8, max_size=16),
    st.sampled_from(SEPARATORS),
)
@settings(deadline=None, max_examples=4)
def test_notes_reach_the_table_as_data(
    tmp_path_factory: pytest.TempPathFactory, notes: list[str], separator: str
) -> None:
    cells = [["school", "upn", "event", "date", "note"]]
    cells += [["100001", upn(1), "meeting_held", "2026-01-12", note] for note in notes]
    tables = read(tmp_path_factory.mktemp("notes"), {"e.csv": _csv(cells, separator)})
    assert rows(tables, "SELECT row, note FROM events ORDER BY row") == [
        (number, note.strip()) for number, note in enumerate(notes, start=2)
    ]


def test_row_numbers_count_records_and_blank_lines(tmp_path: Path) -> None:
    text = (
        "school,upn,event,date,note\n"
        f'100001,{upn(1)},meeting_held,2026-01-12,"first line\nsecond line\n\nfourth"\n'
        "\n"
        ",,,,\n"
        f"100001,{upn(1)},meeting_held,31/02/2026,x\n"
    )
    tables = read(tmp_path, {"e.csv": text})
    assert rows(tables, "SELECT row, note FROM events") == [(2, "first line\nsecond line\n\nfourth")]
    assert [(p.row, p.value) for p in problems(tables, "date")] == [(5, "31/02/2026")]


def test_large_files_have_the_same_row_numbers_as_small_ones(tmp_path: Path) -> None:
    """The fast reader is for files where lines are records; anything else is read record by record."""
    filler = "x" * 400
    spoilers = {
        f"{school}.csv": (school, ending, spoiler)
        for school, (ending, spoiler) in enumerate(product(("\n", "\r\n"), ("", '"a, quoted"', "\n")), 100001)
    }
    files: dict[str, str | bytes] = {}
    for file, (school, ending, spoiler) in spoilers.items():
        lines = ["school,upn,date,session,code,comment"]
        lines += [f"{school},{upn(n % 200)},2026-01-12,AM,\\,{filler}" for n in range(3_000)]
        lines[1500] = f"{school},{upn(7)},2026-01-12,AM,=1,{spoiler}"
        lines.append(f"{school},{upn(8)},2026-01-12,PM,/,last")
        files[file] = ending.join(lines) + ending
    tables = read(tmp_path, files)
    found = "SELECT row, code FROM attendance WHERE file = '{}' AND {}"
    for file, (_, _, spoiler) in spoilers.items():
        extra = spoiler == "\n"
        assert rows(tables, found.format(file, "code = '=1'")) == [(1501, "=1")], (file, spoiler)
        assert rows(tables, found.format(file, "comment = 'last'")) == [(3002 + extra, "/")], (file, spoiler)
        assert len(rows(tables, found.format(file, r"code = '\'"))) == 2999, (file, spoiler)


def test_a_large_file_with_a_ragged_line_is_read_and_listed(tmp_path: Path) -> None:
    lines = ["school,upn,date,session,code,comment"]
    lines += [f"100001,{upn(n % 200)},2026-01-12,AM,/,{'x' * 400}" for n in range(3_000)]
    lines[10] += ",more"
    lines[11] = f"100001,{upn(3)},2026-01-12,AM,I"
    tables = read(tmp_path, {"marks.csv": "\n".join(lines)})
    assert rows(tables, "SELECT count(*) FROM attendance") == [(3000,)]
    assert rows(tables, "SELECT row FROM attendance WHERE code = 'I'") == [(12,)]
    assert [(p.severity, p.row) for p in problems(tables) if "more cells than" in p.message] == [
        ("error", 11)
    ]


def test_an_unclosed_quotation_mark_is_said_at_its_row(tmp_path: Path) -> None:
    good = f"100001,{upn(1)},meeting_held,2026-01-12,ok\n"
    text = (
        "school,upn,event,date,note\n"
        + good
        + f'100001,{upn(1)},meeting_held,2026-01-13,"never closed\n'
        + good
    )
    tables = read(tmp_path, {"e.csv": text})
    (found,) = [p for p in problems(tables) if "never closed" in p.message]
    assert (found.severity, found.row) == ("error", 3)
    assert "Close or remove" in found.todo


def test_what_is_not_text_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="not text, a workbook"):
        _opened(tmp_path / "picture", b"\x89PNG\r\n\0\0\0\rIHDR")
    with pytest.raises(UnreadableError, match="damaged or cut short"):
        _opened(tmp_path / "half", b"\xff\xfea\0b")


def test_files_of_other_kinds_are_listed_beside_good_ones(tmp_path: Path) -> None:
    others = {
        "report.pdf": (b"%PDF-1.4\0\0", "This is not text"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "old Office file"),
        "nothing.csv": (b"", "The file is empty"),
        "blank.csv": (b"\xef\xbb\xbf \r\n", "The file is empty"),
        "zero.csv": (b"school,upn\n100001,a\0b\n", "line 2 holds a zero byte"),
        "pipes.txt": (b"school|upn|event\n1|2|3\n", "parted by '|'"),
        "titles.csv": (b"Filter,0\n" * 30, "No heading in the first 20 rows"),
        "letter.txt": (b"Dear parent,\nthank you", "No heading"),
        "other.xml": (b"<?xml version='1.0'?><Orders/>", "not a Common Transfer File"),
    }
    good = f"school,upn\n100001,{upn(1)}\n"
    tables = read(tmp_path, {"roll.csv": good, **{name: data for name, (data, _) in others.items()}})
    found = problems(tables)
    assert sorted(p.file for p in found) == sorted(others)
    for problem in found:
        assert others[problem.file][1] in problem.message
        assert ("delete those" in problem.todo) == (problem.file == "titles.csv"), problem.file
    listed = dict(rows(tables, "SELECT file, taken_for FROM files"))
    assert listed.pop("roll.csv") == "pupils"
    assert sorted(listed) == sorted(others)
    assert set(listed.values()) == {"not recognised", "empty"}


def test_cells_are_never_run(tmp_path: Path) -> None:
    cells = [
        ["school", "upn", "forename", "surname", "destination"],
        ["100001", upn(1), "=1+1", "<b>O'Neil</b>", "None"],
    ]
    tables = read(tmp_path, {"roll.csv": _csv(cells, ";")})
    assert rows(tables, "SELECT forename, surname, destination FROM roll") == [
        ("=1+1", "<b>O'Neil</b>", "None")
    ]
