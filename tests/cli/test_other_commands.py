"""inspect, why, rules, generate and demo."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from ehe_rules.example import write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from cli.conftest import Ehe

ON = ("--on", "2026-02-06")


def test_inspect_shows_what_each_file_was_taken_for_column_by_column(ehe: Ehe, exports: Path) -> None:
    (exports / "menu.csv").write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    (exports / "people.csv").write_text("Name,ROLE,whim\nAnn Example,dsl,yes\n", encoding="utf-8")
    with (exports / "events.csv").open("a", encoding="utf-8") as file:
        file.write("900001,E999900120001,parent_contacted,31/02/2026,,,,,\n")
    ran = ehe("inspect", exports)
    assert ran.status == 0
    shown = [" ".join(line.split()) for line in ran.out.splitlines()]
    for line in (
        "taken for not recognised",
        "taken for staff (native), 1 row, headings in row 1",
        "read as Name -> name",
        "ROLE -> role",
        "not read whim",
        "columns academic_year, half_term, first_day, last_day",
        "events 3 2025-11-10 2026-01-21",
        "attendance 0 any school",
        "error: events.csv:5, column date",
    ):
        assert line in shown, line


def test_inspect_shows_what_steers_a_terminal_as_a_mark(ehe: Ehe, exports: Path) -> None:
    (exports / "odd.csv").write_text("name,role,\x1b[31mred\nAnn Example,dsl,x\n", encoding="utf-8")
    ran = ehe("inspect", exports)
    assert ran.status == 0
    assert "\x1b" not in ran.out


def test_inspect_of_nothing_recognised_ends_with_three(ehe: Ehe, tmp_path: Path) -> None:
    (tmp_path / "menu.csv").write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    assert ehe("inspect", "menu.csv").status == 3


def test_why_shows_the_verdict_its_evidence_the_rule_and_the_case(ehe: Ehe, exports: Path) -> None:
    subject = "case/900001/E999900120001/2026-01-12"
    ran = ehe("why", subject, "5.1.1", exports, *ON)
    assert ran.status == 0
    for said in (
        "hcat-ehe:5.1.1",
        "status       late",
        "due on       2026-01-13",
        "done on      2026-01-21",
        "days late    6",
        "events.csv:3",
        "require spoken_with_parent within contact_time of risk_known",
        "risk_known is ",
        "contact_time is 1 school day",
        "2026-01-12 (oral intention stated)",
        "parent contacted",
        "would change Nothing done now changes that it was late. It would be met if this were so: ",
    ):
        assert said in ran.out, said
    assert "U999900120002" not in ran.out
    assert ehe("why", "e999900120001", "hcat-ehe:5.1.1", exports, *ON).out == ran.out


def test_why_a_rule_does_not_apply(ehe: Ehe, exports: Path) -> None:
    ran = ehe("why", "E999900120001", "DEL-F-LATE", exports, *ON)
    assert ran.status == 0
    assert "status       not applicable" in ran.out


def test_why_refuses_what_is_not_there_and_suggests_no_other_pupil(ehe: Ehe, exports: Path) -> None:
    for subject, rule, said in (
        ("case/900001/E999900120001/2026-01-13", "5.1.1", "There is no subject"),
        ("E999900120001", "5.1.11", "Did you mean '5.1.1'?"),
        ("E999900120001", "DEL-F-WRITTEN", "is about a leaver"),
    ):
        ran = ehe("why", subject, rule, exports, *ON)
        assert ran.status == 2
        assert said in ran.err
        assert "U999900120002" not in ran.err


def test_rules_are_listed_and_shown(ehe: Ehe, ruleset: Path) -> None:
    ran = ehe("rules", "list")
    assert ran.status == 0
    for name in ("5.1.1", "8.2", "DEL-F-LATE", "hcat-ehe: ", "england: "):
        assert name in ran.out
    ran = ehe("rules", "show", "ours", "--ruleset", ruleset)
    assert ran.status == 0
    assert "our_time is 2 school days (Made up.)" in ran.out
    assert "the same day: met" in ran.out
    ran = ehe("rules", "show", "5.1.12")
    assert (ran.status, "Did you mean" in ran.err) == (2, True)


def test_the_rules_own_cases_are_counted_and_a_failure_is_readable(ehe: Ehe, ruleset: Path) -> None:
    ran = ehe("rules", "test", "--ruleset", ruleset)
    assert ran.status == 0
    assert "2 rules of own-rules, 1 case" in ran.out
    assert "1 as expected, 0 not." in ran.out
    assert "Without cases: own-rules:leavers." in ran.out
    rule = ruleset / "ours.yaml"
    rule.write_text(rule.read_text().replace("expect: met", "expect: late"), encoding="utf-8")
    ran = ehe("rules", "test", "--ruleset", ruleset, "--rule", "ours", "--engine", "columnar")
    assert ran.status == 1
    assert f"{rule}, line 13" in ran.out
    assert "0 as expected, 1 not." in ran.out
    assert ehe("rules", "test", "--ruleset", ruleset, "--rule", "theirs").status == 2


def test_generate_gives_the_same_files_from_the_same_seed(ehe: Ehe, tmp_path: Path) -> None:
    for out, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        small = ("--schools", "1", "--pupils", "20")
        assert ehe("generate", "--out", out, "--seed", seed, *small).status == 0

    def content(name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.csv")}

    assert content("a") == content("b") != content("c")
    assert ehe("generate", "--out", "d", "--schools", "0").status == 2
    ran = ehe("generate", "--out", "d", "--schools", "1", "--pupils", "9000")
    assert (ran.status, "ask for more schools" in ran.err) == (2, True)


def test_the_forms_of_the_example_are_those_of_the_option(ehe: Ehe, tmp_path: Path) -> None:
    command = importlib.import_module("ehe_rules.cli.generate")
    assert set(command.FORMS) == set(write.FORMS)
    small = ("--schools", "2", "--pupils", "20", "--cases", "4", "--years", "1")
    assert ehe("generate", "--out", "a", *small, "--format", "systems").status == 0
    assert (tmp_path / "a/900001/incidents.csv").is_file()
    assert ehe("generate", "--out", "a", "--format", "paper").status == 2


def test_the_demo_ends_by_naming_the_page_to_open(
    ehe: Ehe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehe_rules.cli.demo.ENGINE", "columnar")  # the second engine has tests of its own
    monkeypatch.setattr("ehe_rules.cli.demo.PUPILS", 60)
    ran = ehe("demo", "--out", "shown")
    assert ran.status == 0
    assert ran.out.rstrip().splitlines()[-1] == "Open shown/index.html"
    assert (tmp_path / "shown/index.html").is_file()
    assert (tmp_path / "shown/exports/trust/schools.csv").is_file()
