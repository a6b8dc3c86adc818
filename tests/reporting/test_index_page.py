"""The trust's overview."""

from __future__ import annotations

import re

import pytest
from reporting.pages import outline, section, text
from reporting.sample import ELM, FINDINGS, MANIFEST, OAK, PROBLEMS, PUPILS, case, finding, sample

from ehe_rules.reporting import render
from ehe_rules.reporting.rows import page_name


@pytest.fixture(scope="module")
def index() -> str:
    return render(sample())["index.html"].decode()


def test_no_child_is_named(index: str) -> None:
    for row in PUPILS:
        assert row["upn"] not in index
        assert row["forename"] not in index
    assert "[a pupil] ([a pupil]) stands on the roll twice." in index


def test_values_of_cells_are_not_repeated() -> None:
    assert PROBLEMS[0]["value"] not in render(sample())["index.html"].decode()


def test_schools_stand_in_order_of_name_and_lead_to_their_pages(index: str) -> None:
    links = re.findall(r'href="(schools/[^"]+)"', index)
    assert links == [f"schools/{ELM}.html", f"schools/{OAK}.html"]


def test_schools_of_one_name_are_told_apart_by_their_urns() -> None:
    twins = [{"school": OAK, "name": "Saint Example"}, {"school": ELM, "name": "SAINT EXAMPLE"}]
    pages = render(sample(schools=twins), formats=("html",))
    index = pages["index.html"].decode()
    for urn, name in ((OAK, "Saint Example"), (ELM, "SAINT EXAMPLE")):
        assert f"<summary>{name} ({urn})</summary>" in index
        assert f"<h1>{name} ({urn})</h1>" in pages[f"schools/{urn}.html"].decode()


def test_a_schools_line_counts_duties_and_what_is_on_record(index: str) -> None:
    schools = text(section(index, "schools"))
    assert "Oak Invented Academy Secondary 4 11 of 12 8 1 1 1 1 1" in schools
    assert "Elm Invented School Primary, special 1 0 of 1 0 0 0 1 0 0" in schools


def test_percentages_stand_only_beside_schools_with_five_cases(index: str) -> None:
    assert "%" not in section(index, "schools")
    five = [case(OAK, f"Z9000000{n}0001", f"2026-01-0{n}", "risk_identified") for n in range(1, 6)]
    assert "11 of 12 (92%)" in section(render(sample(subjects=five))["index.html"].decode(), "schools")


def test_rates_are_by_part_in_time_and_at_all_apart(index: str) -> None:
    parts = text(section(index, "parts"))
    assert "Stage 1 1 of 6 (17%) 2 of 6 (33%) 6 of 6 (100%) 1 1" in parts
    assert "Stage 2 none none 0 of 2 0 0" in parts


def test_prohibitions_stand_apart(index: str) -> None:
    assert "The school has not suggested home education hcat-ehe 8.1 1 1 0" in text(
        section(index, "prohibitions")
    )
    assert "Off-roll law" not in section(index, "parts")


def test_unrecognised_files_are_prominent(index: str) -> None:
    assert index.index("1 file was not recognised") < index.index("<dl")
    assert "notes.csv: The nearest profile is events" in text(index)


def test_engines_notices_and_the_trusts_own_duties_are_told(index: str) -> None:
    words = text(index)
    assert (
        "Two engines (columnar and durable) judged independently; 19 verdicts compared. They agreed on every one."
        in words
    )
    assert "every figure in school days is approximate" in words
    assert "The trust reviews its EHE data each half term" in text(section(index, "trust"))


def test_what_was_chosen_for_the_run_stands_on_every_page_it_changes() -> None:
    chosen = {
        "parameters_set": {"letter_time": "3 days", "contact_time": "2 school days"},
        "school": OAK,
        "since": {
            "date": "2025-12-01",
            "subjects_left_out": {OAK: {"case": 1, "leaver": 2}, ELM: {"case": 4}},
        },
    }
    outputs = render(sample(manifest={**MANIFEST, **chosen}))
    index, oak = (text(outputs[name].decode()) for name in ("index.html", f"schools/{OAK}.html"))
    assert f"Only the school {OAK} is reported." in index
    figures = "Set for this run, in place of the policy's own: contact_time is 2 school days and letter_time is 3 days."
    assert figures in index
    assert figures in oak
    before = "Cases that closed and leavers who left before 1 Dec 2025 are left out, as asked for:"
    assert f"{before} 5 cases and 2 leavers." in index
    assert f"{before} 1 case and 2 leavers." in oak
    unchosen = text(render(sample())["index.html"].decode())
    assert not [said for said in ("is reported", "Set for this run", "as asked for") if said in unchosen]


def test_one_engine_is_said_to_be_one() -> None:
    manifest = {"on": "2026-01-30", "engines": {"names": ["columnar"]}, "rulesets": ["hcat-ehe"]}
    assert (
        "One engine gave these verdicts (columnar)"
        in render(sample(manifest=manifest))["index.html"].decode()
    )


def test_a_trust_level_finding_about_a_child_is_not_listed() -> None:
    row = finding(
        "7.2",
        "not_met",
        about="la_child",
        subject="la_child/x",
        upn="Z900000001234",
        pupil="Z900000001234",
        reason="Seen.",
    )
    page = render(sample(findings=[*FINDINGS, row]))["index.html"].decode()
    assert "Z900000001234" not in page
    assert "Seen." not in page


def test_the_page_is_well_made(index: str) -> None:
    found = outline(index)
    assert found.levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_an_empty_result_still_makes_a_page() -> None:
    nothing = sample(
        findings=[],
        subjects=[],
        timeline=[],
        pupils=[],
        schools=[],
        problems=[],
        files=[],
        rules=[],
        manifest={},
    )
    outline(render(nothing)["index.html"].decode())


@pytest.mark.parametrize("urn", ["../../etc/passwd", "a/b", "Oak Academy", "", "é"])
def test_a_school_whose_urn_is_no_urn_has_a_safe_page(urn: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9-]+\.html", page_name(urn))
