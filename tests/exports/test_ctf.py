"""Common Transfer Files, invented ones and (where they are) real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from exports.helping import WORDS, problems, read, rows, upn

from ehe_rules.exports import load

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "ctf"


def _ctf(
    pupils: str, *, namespace: str = "", version: str = "25.0", source: str = "<URN>100001</URN>"
) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><CTfile{namespace}><Header><CTFversion>{version}</CTFversion>'
        f"<SourceSchool><LEA>810</LEA><Estab>2046</Estab>{source}<SchoolName>Ash Example Primary</SchoolName></SourceSchool>"
        "<DestSchool><LEA>MMM</LEA><Estab>MMMM</Estab><URN>XXXXXX</URN></DestSchool></Header>"
        f"<CTFpupilData>{pupils}</CTFpupilData></CTfile>"
    )


PUPIL = f"""<Pupil><UPN>{upn(1)}</UPN><Surname>EXAMPLE</Surname><Forename>Ann</Forename><DOB>2015-02-03</DOB><Sex>F</Sex>
<BasicDetails><NCyearActual>5</NCyearActual><EnrolStatus>C</EnrolStatus></BasicDetails>
<LookedAfter><InCare>true</InCare></LookedAfter>
<SENhistory><SEN><StartDate>2022-09-01</StartDate><SENprovision>N</SENprovision><EndDate>2023-08-31</EndDate></SEN>
<SEN><StartDate>2023-09-01</StartDate><SENprovision>K</SENprovision><EndDate></EndDate></SEN></SENhistory>
<SchoolHistory>
<School><URN>100001</URN><EntryDate>2025-01-06</EntryDate><LeavingDate>2026-01-20</LeavingDate><LeavingReason>EO</LeavingReason><RemovalGrounds>9(1)(f)</RemovalGrounds></School>
<School><LEA>810</LEA><Estab>2046</Estab><EntryDate>2019-09-03</EntryDate><LeavingDate>2022-07-20</LeavingDate></School>
<School><URN>100009</URN><SchoolName>Oak Example Primary</SchoolName><EntryDate>2022-09-01</EntryDate><LeavingDate>2024-12-20</LeavingDate></School>
</SchoolHistory></Pupil>"""


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://example.org/ctf"'])
def test_each_time_at_the_source_school_is_a_roll_row(tmp_path: Path, namespace: str) -> None:
    tables = read(tmp_path, {"a.xml": _ctf(PUPIL, namespace=namespace)})
    assert problems(tables) == []
    assert rows(
        tables,
        "SELECT school, pupil, entry_date, leaving_date, leaving_reason, removal_ground, destination, previous_school, row "
        "FROM roll ORDER BY entry_date",
    ) == [
        ("100001", upn(1), date(2019, 9, 3), date(2022, 7, 20), None, None, "MMMMMMM", None, 1),
        (
            "100001",
            upn(1),
            date(2025, 1, 6),
            date(2026, 1, 20),
            "EO",
            "f",
            "MMMMMMM",
            "Oak Example Primary",
            1,
        ),
    ]
    assert rows(
        tables,
        "SELECT DISTINCT date_of_birth, sex, year_group, enrolment, sen_provision, looked_after FROM roll",
    ) == [(date(2015, 2, 3), "F", "5", "main", "K", "yes")]
    assert rows(tables, "SELECT school, name FROM schools") == [("100001", "Ash Example Primary")]


def test_old_files_say_gender_and_no_grounds(tmp_path: Path) -> None:
    old = PUPIL.replace("Sex>", "Gender>").replace("<RemovalGrounds>9(1)(f)</RemovalGrounds>", "")
    tables = read(tmp_path, {"a.xml": _ctf(old, version="15.0")})
    assert rows(tables, "SELECT DISTINCT sex FROM roll") == [("F",)]
    columns = {row[0] for row in rows(tables, "SELECT column_name FROM supplied WHERE table_name = 'pupils'")}
    assert "leaving_reason" in columns
    assert "removal_ground" not in columns


def test_a_pupil_without_history_is_on_roll_without_dates(tmp_path: Path) -> None:
    tables = read(tmp_path, {"a.xml": _ctf(f"<Pupil><UPN>{upn(2)}</UPN></Pupil>")})
    assert rows(tables, "SELECT pupil, entry_date, leaving_date FROM roll") == [(upn(2), None, None)]
    assert rows(tables, "SELECT column_name FROM supplied WHERE table_name = 'pupils' ORDER BY 1") == [
        ("",),
        ("school",),
        ("upn",),
    ]


def test_a_school_without_urn_goes_by_its_name(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        {"a.xml": _ctf(PUPIL.replace("<URN>100001</URN>", "<LEA>810</LEA><Estab>2046</Estab>"), source="")},
    )
    assert rows(tables, "SELECT DISTINCT school FROM roll") == [("Ash Example Primary",)]


def test_a_ctf_of_a_school_not_in_the_schools_table_is_kept_out(tmp_path: Path) -> None:
    tables = read(tmp_path, {"a.xml": _ctf(PUPIL), "s.csv": "urn,name\n100002,Beech Example School\n"})
    assert rows(tables, "SELECT count(*) FROM roll") == [(0,)]
    assert {p.column for p in problems(tables)} == {"school"}


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<CTfile><Header>", "This XML is damaged"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><CTfile>&x;</CTfile>', "declares entities"),
        ("<Orders/>", "not a Common Transfer File"),
        ("<html><table></table></html>", "web page (HTML)"),
    ],
)
def test_xml_that_is_no_ctf_or_dangerous_is_listed(tmp_path: Path, xml: str, said: str) -> None:
    tables = read(tmp_path, {"roll.csv": f"school,upn\n100001,{upn(1)}\n", "a.xml": xml})
    (found,) = problems(tables)
    assert found.file == "a.xml"
    assert said in found.message


def test_an_unchanged_profile_name_replaces_how_ctf_dates_are_meant(tmp_path: Path) -> None:
    built_in = Path(__file__).parents[2] / "ehe_rules" / "exports" / "profiles" / "ctf.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(
        built_in.read_text().replace("leaving_date: day off roll", "leaving_date: last day on roll")
    )
    tables = read(tmp_path / "in", {"a.xml": _ctf(PUPIL)}, profiles=[own])
    assert rows(tables, "SELECT max(leaving_date) FROM roll") == [(date(2026, 1, 21),)]


@pytest.mark.skipif(
    not SAMPLES.is_dir(),
    reason="the real CTF samples are not part of the project: ../shared/samples/ctf is absent",
)
def test_real_files_give_roll_rows_and_warn_of_bad_upns() -> None:
    tables = load([SAMPLES], WORDS)
    assert rows(
        tables,
        "SELECT school, pupil, entry_date, leaving_date, sen_provision, enrolment, file, row FROM roll ORDER BY school",
    ) == [
        ("123818", "J933207636549", date(2018, 9, 3), None, None, "main", "y7_partial.xml", 1),
        ("136294", "Z801209809069", date(2018, 10, 3), None, "N", "main", "y12.xml", 1),
    ]
    (found,) = problems(tables)
    assert (found.severity, found.column, found.value) == ("warning", "upn", "J933207636549")
    assert rows(tables, "SELECT school, name FROM schools ORDER BY school") == [
        ("123818", "Lil Old Prim. School"),
        ("136294", "Huish Episcopi Academy"),
    ]
