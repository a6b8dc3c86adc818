"""`ehe-rules check`: its exit statuses, its options, and what it leaves behind."""

from __future__ import annotations

import csv
import json
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ehe

ON = ("--on", "2026-02-06", "--engine", "columnar")


def findings(out: Path) -> list[dict[str, str]]:
    with (out / "findings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_check_says_what_it_read_what_it_found_and_which_page_to_open(
    ehe: Ehe, exports: Path, tmp_path: Path
) -> None:
    ran = ehe("check", exports, *ON)
    assert ran.status == 0
    assert ran.err == ""
    assert ran.out.startswith("Read 3 files and sheets of 1 school; 0 not recognised or empty.")
    assert "Verdicts on 2026-02-06:" in ran.out
    assert ran.out.rstrip().endswith("Open reports/index.html")
    assert (tmp_path / "reports/schools/900001.html").is_file()
    late = [
        row
        for row in findings(tmp_path / "reports")
        if row["rule"] == "5.1.1" and row["upn"] == "E999900120001"
    ]
    assert [(row["status"], row["days_late"]) for row in late] == [("late", "6")]


def test_what_is_printed_names_no_pupil(ehe: Ehe, exports: Path) -> None:
    for command in ("check", "inspect"):
        ran = ehe(command, exports, *(ON if command == "check" else ()))
        assert ran.status == 0
        for private in ("Testina", "Invented", "Samplo", "Madeup", "E999900120001", "U999900120002"):
            assert private not in ran.out + ran.err


def test_only_the_owner_can_read_what_is_written(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    assert ehe("check", exports, *ON, "--ruleset", ruleset, "--out", tmp_path / "out").status == 0
    for path in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_same_run_gives_the_same_bytes(ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert ehe("check", exports, *ON, "--ruleset", ruleset, "--out", out).status == 0
    for path in (path for path in (tmp_path / "one").rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path


def test_only_the_formats_asked_for_are_written_and_the_manifest(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    assert ehe("check", exports, *ON, "--ruleset", ruleset, "--format", "csv", "--format", "json").status == 0
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "findings.csv",
        "findings.json",
        "manifest.json",
    ]
    assert set(json.loads((tmp_path / "reports/manifest.json").read_text())["outputs"]) == {
        "findings.csv",
        "findings.json",
    }


def test_the_workbook_alone(ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path) -> None:
    ran = ehe("check", exports, *ON, "--ruleset", ruleset, "--format", "xlsx")
    assert ran.status == 0
    assert "findings.xlsx" in ran.out
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "findings.xlsx",
        "manifest.json",
    ]
    assert stat.S_IMODE((tmp_path / "reports/findings.xlsx").stat().st_mode) == 0o600


def test_fail_on_ends_with_one_only_for_findings_as_grave(ehe: Ehe, exports: Path, ruleset: Path) -> None:
    own = (*ON, "--ruleset", ruleset)
    assert ehe("check", exports, *own, "--fail-on", "high").status == 0
    ran = ehe("check", exports, *own, "--fail-on", "medium")
    assert ran.status == 1
    assert "1 finding of severity medium or above not met or late." in ran.out
    assert ehe("check", exports, *own, "--fail-on", "low").status == 1
    assert ehe("check", exports, *own).status == 0


def test_since_may_not_be_after_the_audit_date(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    ran = ehe("check", exports, *ON, "--ruleset", ruleset, "--since", "2026-02-07")
    assert ran.status == 2
    assert "2026-02-07 is after the audit date, 2026-02-06." in ran.err
    assert not (tmp_path / "reports").exists()


def test_a_folder_with_files_of_somebody_elses_is_left_alone(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/findings.csv").write_text("mine")
    ran = ehe("check", exports, *ON, "--ruleset", ruleset, "--format", "csv")
    assert ran.status == 2
    assert "findings.csv already there, and not written by this tool." in ran.err
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["findings.csv"]


def test_since_leaves_out_cases_closed_before_that_day_and_no_others(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    def upns(*options: str) -> set[str]:
        assert ehe("check", exports, *ON, "--ruleset", ruleset, *options).status == 0
        return {row["upn"] for row in findings(tmp_path / "reports")}

    both = {"E999900120001", "U999900120002"}
    assert upns() == both
    assert upns("--since", "2025-11-21") == both
    assert upns("--since", "2025-11-22") == {"E999900120001"}
    manifest = json.loads((tmp_path / "reports/manifest.json").read_text())
    assert manifest["since"]["date"] == "2025-11-22"
    assert manifest["since"]["findings_left_out"] > 0
    listed = len(findings(tmp_path / "reports"))
    assert (
        sum(number for status, number in manifest["verdicts"].items() if status != "not_applicable") == listed
    )


def test_a_parameter_set_for_the_run_changes_the_verdict(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    assert ehe("check", exports, *ON, "--ruleset", ruleset, "--set", "our_time = 10 school days").status == 0
    assert [row["status"] for row in findings(tmp_path / "reports")] == ["met", "met"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("contact_tme=2 school days", "There is no parameter 'contact_tme'"),
        (
            "deletion_time=9 school days",
            "The parameter 'deletion_time' is the law's own figure; it cannot be set.",
        ),
        ("contact_time=soon", "The parameter 'contact_time' does not hold a length of time"),
        ("contact_time", "is not of the form parameter=value"),
        ("contact_time=", "is not of the form parameter=value"),
    ],
)
def test_a_parameter_that_cannot_be_set_is_refused(ehe: Ehe, exports: Path, given: str, said: str) -> None:
    ran = ehe("check", exports, *ON, "--set", given)
    assert ran.status == 2
    assert said in ran.err


def test_a_parameter_set_twice_to_different_values_is_refused(ehe: Ehe, exports: Path) -> None:
    ran = ehe(
        "check", exports, *ON, "--set", "contact_time=1 school day", "--set", "contact_time=2 school days"
    )
    assert (ran.status, "'contact_time' is set twice" in ran.err) == (2, True)


def test_one_school_alone_or_a_school_that_is_not_there(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    assert ehe("check", exports, *ON, "--ruleset", ruleset, "--school", "900001").status == 0
    assert {row["school"] for row in findings(tmp_path / "reports")} == {"900001"}
    ran = ehe("check", exports, *ON, "--ruleset", ruleset, "--school", "900009")
    assert (ran.status, "There is no school 900009 in these exports" in ran.err) == (2, True)


def test_exports_that_are_missing_empty_or_not_recognised_end_with_three(ehe: Ehe, tmp_path: Path) -> None:
    ran = ehe("check", "nowhere", *ON)
    assert (ran.status, "nowhere: there is no such file or folder" in ran.err) == (3, True)
    (tmp_path / "empty").mkdir()
    ran = ehe("check", "empty", *ON)
    assert (ran.status, "There are no files to read" in ran.err) == (3, True)
    (tmp_path / "notes.csv").write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    ran = ehe("check", "notes.csv", *ON)
    assert (ran.status, "notes.csv" in ran.err) == (3, True)
    assert not (tmp_path / "reports").exists()


def test_a_file_that_is_not_recognised_is_listed_and_the_rest_is_read(
    ehe: Ehe, exports: Path, ruleset: Path
) -> None:
    (exports / "menu[red].csv").write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    (exports / "nothing.csv").write_bytes(b"")
    ran = ehe("check", exports, *ON, "--ruleset", ruleset)
    assert ran.status == 0
    assert "Read 3 files and sheets of 1 school; 2 not recognised or empty." in ran.out
    assert "menu[red].csv: " in ran.out
    assert "nothing.csv: " in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--on", "06/02/2026"), "write it as year-month-day"),
        (("--on", "2026-02-30"), "is not a date"),
        (("--ruleset", "hcat-ehf"), "Did you mean 'hcat-ehe'?"),
        (("--profile", "no-such.yaml"), "no-such.yaml: this profile cannot be read"),
        (("--engine", "steam"), "'steam' is not one of"),
        (("--fail-on", "severe"), "'severe' is not one of"),
        (("--nonsense",), "No such option"),
    ],
)
def test_a_wrong_command_line_ends_with_two_and_says_why(
    ehe: Ehe, exports: Path, options: tuple[str, ...], said: str
) -> None:
    ran = ehe("check", exports, *options)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_no_exports_given_is_a_wrong_command_line(ehe: Ehe) -> None:
    assert ehe("check").status == 2


def test_a_mistake_in_a_rule_is_shown_with_file_line_caret_and_the_nearest_name(
    ehe: Ehe, exports: Path, ruleset: Path
) -> None:
    rule = ruleset / "ours.yaml"
    rule.write_text(
        rule.read_text().replace("require: parent_contacted", "require: parent_contcted"), encoding="utf-8"
    )
    ran = ehe("check", exports, *ON, "--ruleset", ruleset)
    assert ran.status == 2
    first, line, caret = ran.err.splitlines()
    assert first.startswith(f"Error: {rule}, line 9: 'parent_contcted' is not an event")
    assert first.endswith("Did you mean 'parent_contacted'?")
    assert line[caret.index("^") :].startswith("parent_contcted within")


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_is_left(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    ran = ehe("check", exports, *ON, "--ruleset", ruleset, "--out", tmp_path / "taken")
    assert (ran.status, "the reports cannot be written there" in ran.err) == (2, True)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "a file, not a folder"


def test_reports_among_the_exports_are_remarked_on(ehe: Ehe, exports: Path, ruleset: Path) -> None:
    assert (
        "lies inside the exports"
        in ehe("check", exports, *ON, "--ruleset", ruleset, "--out", exports / "reports").err
    )


def test_an_act_that_is_not_in_force_is_previewed_in_files_of_its_own(
    ehe: Ehe, exports: Path, tmp_path: Path
) -> None:
    plain = ehe("check", exports, *ON, "--ruleset", "england", "--out", tmp_path / "plain")
    ran = ehe(
        "check", exports, *ON, "--ruleset", "england", "--assume-commenced", "cwsa-2026", "--out", tmp_path / "out"
    )  # fmt: skip
    assert (plain.status, ran.status) == (0, 0)
    assert "If cwsa-2026 were in force: " in ran.out
    assert "none of them counts today" in ran.out
    names = ["previews/cwsa-2026.csv", "previews/cwsa-2026.html"]
    assert [name for name in names if (tmp_path / "plain" / name).exists()] == []
    for name in ("findings.csv", "findings.json"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    with (tmp_path / "out" / names[0]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["rule"].partition("-")[0] for row in rows} == {"CWSA"}
    assert {row["act_assumed"] for row in rows} == {"cwsa-2026"}
    page = (tmp_path / "out" / names[1]).read_text(encoding="utf-8")
    assert "None of this is the law today" in page
    assert "E999900120001" not in page
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert set(names) <= set(manifest["outputs"])
    assert sum(manifest["assumed_commenced"]["cwsa-2026"].values()) == len(rows)
    assert "CWSA" not in (tmp_path / "out/index.html").read_text(encoding="utf-8")


def test_an_act_that_no_rule_awaits_is_a_wrong_command_line(ehe: Ehe, exports: Path) -> None:
    ran = ehe("check", exports, *ON, "--assume-commenced", "cwsa-2027")
    assert ran.status == 2
    assert "Did you mean 'cwsa-2026'" in ran.err


def test_the_manifest_says_what_was_chosen_for_the_run(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    def chosen(*options: str) -> tuple[object, ...]:
        assert ehe("check", exports, *ON, "--ruleset", ruleset, "--format", "csv", *options).status == 0
        manifest = json.loads((tmp_path / "reports/manifest.json").read_text())
        return tuple(manifest[name] for name in ("parameters_set", "school", "since"))

    assert chosen() == ({}, None, None)
    parameters, school, since = chosen(
        "--set", "our_time=10 school days", "--school", "900001", "--since", "2025-11-22"
    )
    assert (parameters, school) == ({"our_time": "10 school days"}, "900001")
    assert since == {
        "date": "2025-11-22",
        "findings_left_out": 1,
        "subjects_left_out": {"900001": {"case": 1, "leaver": 1}},
    }
