"""A report on one school: all that is its own, as in a report on all, and nothing of another school's children."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, BEECH, GOOD, ON, A, B, C, upn, write

from ehe_rules.checking import check
from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.checking import Checked

ALDER = "900001"
D, E = upn(4), upn(5)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    write_example(folder, schools=3, pupils=180, form="mixed")
    return folder


@pytest.fixture(scope="module")
def whole(mixed: Path) -> Checked:
    return check([mixed], on=EXAMPLE_ON, engine="columnar")


@pytest.fixture(scope="module")
def alone(mixed: Path) -> Checked:
    return check([mixed], on=EXAMPLE_ON, engine="columnar", school=ALDER)


def texts(result: Checked, folder: Path) -> dict[str, str]:
    """Return what every output file holds, workbooks unpacked."""
    found = {}
    for path in result.write(folder):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"\n".join(book.read(name) for name in book.namelist())
        found[path.relative_to(folder).as_posix()] = content.decode()
    return found


def people(result: Checked, school: str, *, own: bool) -> set[str]:
    """Return the UPNs, other keys and full names of the school's children, or of all others that are not its own too."""
    rows = [row for row in records(result.pupils) if (row["school"] == school) is own]
    found = {row[key] for row in rows for key in ("upn", "pupil")}
    found |= {f"{row['forename']} {row['surname']}" for row in rows if row["forename"] and row["surname"]}
    return found - {""}


def test_no_output_holds_a_child_of_another_school(whole: Checked, alone: Checked, tmp_path: Path) -> None:
    own = people(whole, ALDER, own=True)
    others = people(whole, ALDER, own=False) - own
    strangers = {value for value in whole.problems["value"] if len(value) == len(A) and value[1:12].isdigit()}
    others |= strangers - own - set(alone.problems["value"])
    assert len(others) > 200
    written = texts(alone, tmp_path / "out")
    assert len(written) >= 6
    everything = "\n".join(written.values())
    assert any(name in everything for name in own)
    assert [one for one in sorted(others) if one in everything] == []


def test_the_problems_of_the_school_are_those_of_a_whole_run(whole: Checked, alone: Checked) -> None:
    theirs = ("900002/", "900003/")
    expected = [row for row in records(whole.problems) if not row["file"].startswith(theirs)]
    assert any(row["file"].startswith(f"{ALDER}/") for row in expected)
    assert records(alone.problems) == expected
    assert not [file for file in alone.files["file"] if file.startswith(theirs)]
    assert len(alone.manifest["inputs_of_other_schools"]) > 2  # type: ignore[arg-type]


SHARED = {
    **GOOD,
    "pupils.csv": GOOD["pupils.csv"]
    + f"{BEECH},{C},Cedar,Example-C,2012-07-01,2023-09-01,,,,\n{ASH},{A},Aspen,Example-A,2014-05-01,2021-09-01,,,,\n",
    "events.csv": GOOD["events.csv"]
    + f"{BEECH},{D},risk_identified,2026-01-13,dsl,anxiety,genuine,\n"
    + f"{ASH},{E},risk_identified,2026-01-13,dsl,anxiety,genuine,\n"
    + "Nowhere School,X999900120099,risk_identified,2026-01-13,dsl,anxiety,genuine,\n",
    "attendance.csv": GOOD["attendance.csv"]
    + f"{BEECH},{upn(6)},2026-01-12,AM,/\n{ASH},{upn(7)},2026-01-12,AM,/\n",
}
"""Two schools in the same files, each with a row given twice and with a pupil who is on no roll."""


def test_in_shared_files_each_problem_stands_with_the_school_whose_row_it_is(tmp_path: Path) -> None:
    exports = write(tmp_path / "exports", SHARED)

    def found(school: str | None) -> list[tuple[str, str, str]]:
        result = check([exports], on=ON, engine="columnar", school=school)
        return [(row["file"], row["row"], row["value"]) for row in records(result.problems)]

    whole, ash, beech = found(None), found(ASH), found(BEECH)
    twice, stranger = ("pupils.csv", "6", A), ("events.csv", "9", E)
    assert {twice, stranger} <= {*whole} & {*ash}
    assert not {twice, stranger} & {*beech}
    assert {("pupils.csv", "5", C), ("events.csv", "8", D)} <= {*whole} & {*beech}
    # the marks of strangers are one line of the file, which names the first of them: Beech's
    (of_file,) = [row for row in whole if row[0] == "attendance.csv"]
    assert of_file[2] == upn(6)
    assert of_file in beech
    assert (*of_file[:2], "") in ash
    # a row of a school that nobody knows is no other school's; whom it names is not said
    assert ("events.csv", "10", "Nowhere School") in ash
    assert not [row for row in ash if row[2] in {C, D, upn(6), "X999900120099"}]


def test_a_pupil_given_twice_counts_once_and_only_that_pupil_is_named(tmp_path: Path) -> None:
    exports = write(tmp_path / "exports", GOOD)
    result = check([exports], on=ON, engine="columnar", school=ASH)
    assert [row for row in records(result.problems) if "twice" in row["message"]] == []
    assert {B, C} & set(result.pupils["upn"]) == {B}


def test_what_only_the_facts_show_of_another_school_is_left_out_too() -> None:
    tables = {
        "pupils": [{"school": ASH, "upn": A}, {"school": BEECH, "upn": B}],
        "events": [
            {"school": school, "upn": pupil, "event": "meeting_held", "date": "2026-01-12"}
            for school, pupil in ((ASH, A), (BEECH, B))
        ],
    }
    everywhere, here = (check(tables, on=ON, engine="columnar", school=school) for school in (None, ASH))
    orphans = [
        [row for row in records(r.problems) if "no risk recorded" in row["message"]]
        for r in (everywhere, here)
    ]
    assert [len(found) for found in orphans] == [2, 1]
