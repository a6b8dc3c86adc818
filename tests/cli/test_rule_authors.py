"""rules lint, schema, new and diff, as whoever writes rules runs them."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ehe


def test_lint_names_what_is_amiss_and_ends_with_one(ehe: Ehe, ruleset: Path) -> None:
    ran = ehe("rules", "lint", "--ruleset", ruleset)
    assert ran.status == 1
    assert (
        f"{ruleset}/ours.yaml:13: No case shows this rule as cannot_tell, due, late, not_applicable, not_met; "
        "add one for each. [cases]\n" in ran.out
    )
    assert ran.out.endswith("2 rules of own-rules: 2 things to see to.\n")
    ran = ehe("rules", "lint", "--ruleset", ruleset, "--rule", "ours")
    assert (ran.status, "leavers.yaml" in ran.out) == (1, False)
    assert ran.out.endswith("1 rule of own-rules: 1 thing to see to.\n")
    assert ehe("rules", "lint", "--ruleset", ruleset, "--rule", "theirs").status == 2


def test_lint_of_clean_rules_ends_with_nought(ehe: Ehe, ruleset: Path) -> None:
    (ruleset / "leavers.yaml").unlink()
    rule = ruleset / "ours.yaml"
    every = "[met, late, due, not_met, cannot_tell, not_applicable]"
    rule.write_text(rule.read_text().replace("expect: met", f"expect: {every}"), encoding="utf-8")
    ran = ehe("rules", "lint", "--ruleset", ruleset)
    assert (ran.status, ran.out) == (0, "1 rule of own-rules: nothing amiss.\n")


def test_a_schema_is_printed_or_all_are_written(ehe: Ehe, tmp_path: Path, ruleset: Path) -> None:
    ran = ehe("rules", "schema", "rule")
    assert ran.status == 0
    assert "case" in json.loads(ran.out)["properties"]["about"]["enum"]
    ran = ehe("rules", "schema", "--out", "schemas", "--ruleset", ruleset)
    assert ran.status == 0
    written = sorted(path.name for path in (tmp_path / "schemas").iterdir())
    assert written == [f"{kind}.schema.json" for kind in ("clauses", "parameters", "rule", "ruleset")]
    rule = json.loads((tmp_path / "schemas/rule.schema.json").read_text(encoding="utf-8"))
    assert rule["$defs"]["Case"]["properties"]["set"]["propertyNames"]["enum"][-3:] == [
        "our_time",
        "pastoral_staff",
        "senior_leaders",
    ]
    for wrong in ((), ("rule", "--out", "schemas"), ("rules",)):
        assert ehe("rules", "schema", *wrong).status == 2


def test_a_rule_begun_is_tested_linted_and_says_what_comes_next(ehe: Ehe, ruleset: Path) -> None:
    ran = ehe("rules", "new", "5.1.3", "--ruleset", ruleset, "--folder", "5-procedure")
    assert ran.status == 0
    path = ruleset / "5-procedure/5.1.3.yaml"
    assert f"{path} is begun, with a case that passes. Next:" in ran.out
    assert f"ehe-rules rules lint --rule 5.1.3 --ruleset {ruleset}" in ran.out
    chosen = ("--rule", "5.1.3", "--ruleset", ruleset)
    assert (
        "1 case, one engine: 1 as expected, 0 not."
        in ehe("rules", "test", *chosen, "--engine", "columnar").out
    )
    ran = ehe("rules", "lint", *chosen)
    assert ran.status == 1
    assert {line.rpartition("[")[2] for line in ran.out.splitlines() if line.startswith(str(path))} == {
        "fill in]",
        "cases]",
    }
    before = path.read_bytes()
    assert ehe("rules", "new", "5.1.3", "--ruleset", ruleset).status == 2
    assert path.read_bytes() == before


def test_a_rule_is_begun_like_another(ehe: Ehe, ruleset: Path) -> None:
    assert ehe("rules", "new", "theirs", "--ruleset", ruleset, "--like", "ours").status == 0
    text = (ruleset / "theirs.yaml").read_text(encoding="utf-8")
    assert "require: parent_contacted within our_time of oral_intention_stated\n" in text
    assert ehe("rules", "test", "--ruleset", ruleset, "--rule", "theirs", "--engine", "columnar").status == 0
    ran = ehe("rules", "new", "more", "--ruleset", ruleset, "--like", "oursss")
    assert (ran.status, "Did you mean 'ours'?" in ran.err) == (2, True)


def test_a_difference_names_rules_and_verdicts(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    new = tmp_path / "next" / "own-rules"
    shutil.copytree(ruleset, new)
    (new / "parameters.yaml").write_text(
        "our_time:\n  value: 8 school days\n  reason: Longer.\n", encoding="utf-8"
    )
    leavers = new / "leavers.yaml"
    leavers.write_text(leavers.read_text().replace("critical", "high"), encoding="utf-8")
    asked = ("--on", exports, "--date", "2026-02-06", "--engine", "columnar")
    ran = ehe("rules", "diff", ruleset, new, *asked, "--out", "verdicts.csv")
    assert ran.status == 0
    for said in (
        "Rules that say something else: their verdicts can change (1)",
        "ours: The parent is contacted in our time [parameter our_time]",
        "our_time: was 2 school days, is 8 school days",
        "Rules that count otherwise: their verdicts stay as they are (1)",
        "leavers: A leaver's parent wrote to the school [severity]",
        "Verdicts as on 2026-02-06",
        "1 verdict changes.",
    ):
        assert said in ran.out, said
    assert "E999900120001" not in ran.out
    (row,) = csv.DictReader((tmp_path / "verdicts.csv").read_text(encoding="utf-8").splitlines())
    assert (row["rule"], row["upn"], row["was"], row["is"]) == ("ours", "E999900120001", "late", "met")
    assert (row["was_due_on"], row["is_due_on"]) == ("2026-01-14", "2026-01-22")
    assert (tmp_path / "verdicts.csv").stat().st_mode & 0o077 == 0


def test_a_last_day_that_moves_is_told_from_a_verdict_that_changes(
    ehe: Ehe, exports: Path, ruleset: Path, tmp_path: Path
) -> None:
    new = tmp_path / "next" / "own-rules"
    shutil.copytree(ruleset, new)
    (new / "parameters.yaml").write_text("our_time:\n  value: 3 school days\n  reason: x\n", encoding="utf-8")
    ran = ehe("rules", "diff", ruleset, new, "--on", exports, "--date", "2026-02-06", "--engine", "columnar")
    assert "No verdict changes.\n1 verdict stays as it is, but is due on another day.\n" in ran.out


def test_no_difference_is_said_too(ehe: Ehe, exports: Path, ruleset: Path) -> None:
    assert ehe("rules", "diff", ruleset, ruleset).out == "The two rulesets say the same.\n"
    ran = ehe(
        "rules", "diff", ruleset, ruleset, "--on", exports, "--date", "2026-02-06", "--engine", "columnar"
    )
    assert (ran.status, "No verdict changes." in ran.out) == (0, True)


def test_a_difference_that_cannot_be_asked_for(ehe: Ehe, ruleset: Path, tmp_path: Path) -> None:
    ran = ehe("rules", "diff", ruleset, ruleset, "--out", "verdicts.csv")
    assert (ran.status, "give them with --on" in ran.err) == (2, True)
    assert ehe("rules", "diff", ruleset, "hcat-eeh").status == 2
    assert ehe("rules", "diff", ruleset, ruleset, "--on", tmp_path / "nowhere").status == 3
