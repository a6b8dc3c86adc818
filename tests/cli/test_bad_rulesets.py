"""A ruleset that is wrong ends every command with status 2: the file, the line, and what to do; never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ehe

BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
RULE = "ours.yaml"
CLAUSES = "- {id: 'own:1', where: section 1, check: data, about: case, says: Something.}\n- {id: 'own:2', where: section 2, check: data, about: leaver, says: More.}\n"
DATED = "our_time:\n  reason: Made up.\n  values:\n    - {from: 2026-01-01, value: 2 school days}\n"
Changes = dict[str, str | tuple[str, str] | None]
WRONG: dict[str, tuple[Changes, str, str]] = {
    "a duplicate id": (
        {"again/ours.yaml": None},
        "ours.yaml, line 1: there is already a rule 'ours' in ",
        "rename one of the files",
    ),
    "a clause twice": (
        {"clauses.yaml": CLAUSES + CLAUSES},
        "clauses.yaml, line 3: the clause 'own:1' stands twice",
        "keep one of them",
    ),
    "a circle of milestones": (
        {
            "ruleset.yaml": 'title: Our own\nversion: "1"\nmilestones:\n  one: two or meeting_held\n  two: three\n  three: one\n'
        },
        "ruleset.yaml, line 4: these milestones are defined by one another in a circle: one, three, two",
        "define one of them without the others",
    ),
    "a parameter without a value": (
        {"parameters.yaml": "our_time:\n  value:\n  reason: Made up.\n"},
        "parameters.yaml, line 2: our_time: a parameter needs a value",
        "such as `value: 5 school days`",
    ),
    "a parameter with nothing": (
        {"parameters.yaml": "our_time:\n"},
        "parameters.yaml, line 1: 'our_time' needs a `value:` and a `reason:`",
        "each on a line of its own",
    ),
    "a parameter without a value for the date": (
        {"parameters.yaml": DATED},
        "parameters.yaml, line 4: 'our_time' has no value before 2026-01-01, but the rule own-rules:ours, which counts with it, holds on any date",
        "put the value for that time first",
    ),
    "a parameter without a value for the first day in force": (
        {
            "parameters.yaml": DATED,
            "ruleset.yaml": 'title: Our own\nversion: "1"\nin_force: {from: 2025-12-31}\n',
        },
        "parameters.yaml, line 4: 'our_time' has no value before 2026-01-01, but the rule own-rules:ours, which counts with it, holds from 2025-12-31",
        "let the rule's in_force begin later",
    ),
    "a clause that is not there": (
        {"clauses.yaml": CLAUSES, RULE: ("clauses: own:1", "clauses: own:11")},
        "ours.yaml, line 2: there is no clause 'own:11' in clauses.yaml",
        "Did you mean 'own:1'?",
    ),
    "a case that expects an impossible status": (
        {RULE: ("expect: met", "expect: indicator")},
        (
            "ours.yaml, line 16: 'the same day' expects indicator, which this rule can never be: it gives cannot_tell, due, late, met, "
            "not_applicable, not_met"
        ),
        "Correct the case, or the rule",
    ),
    "a case that expects no status at all": (
        {RULE: ("expect: met", "expect: fine")},
        "ours.yaml, line 16: cases.0.expect",
        "'met', 'late', 'due'",
    ),
    "a duplicate key": (
        {RULE: ("severity: medium", "severity: medium\nowner: dsl")},
        "ours.yaml, line 11: the key 'owner' stands twice",
        "keep one of them",
    ),
    "a duplicate key in a case": (
        {RULE: ("    expect: met", "    expect: met\n    on: 2026-02-01")},
        "ours.yaml, line 17: the key 'on' stands twice",
        "keep one of them",
    ),
    "an anchor bomb": (
        {RULE: ("cases:", f"{BOMB}cases:")},
        "ours.yaml, line 12: anchors (&) and aliases (*) are not allowed here",
        "write it out",
    ),
    "a bomb among the parameters": (
        {"parameters.yaml": BOMB},
        "parameters.yaml, line 1: anchors (&) and aliases (*) are not allowed here",
        "write it out",
    ),
    "endless nesting": (
        {RULE: ("title: The", "title: " + "[" * 40_000 + "]" * 40_000 + " #")},
        "ours.yaml, line 1: lists and keys are nested more than 20 deep here",
        "nothing that a person writes needs that",
    ),
}


def spoil(ruleset: Path, changes: Changes) -> None:
    """Change a good ruleset: a file's text, some words of it, or (None) a copy of the rule under that name."""
    good = (ruleset / RULE).read_text(encoding="utf-8")
    for name, change in changes.items():
        path = ruleset / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(change, tuple):
            assert change[0] in good
            path.write_text(good.replace(*change), encoding="utf-8")
        else:
            path.write_text(good if change is None else change, encoding="utf-8")


@pytest.mark.parametrize("what", WRONG)
def test_it_is_said_with_file_and_line_and_what_to_do(
    ehe: Ehe, exports: Path, ruleset: Path, what: str
) -> None:
    changes, said, todo = WRONG[what]
    spoil(ruleset, changes)
    for command in (
        ("check", exports, "--on", "2026-02-06", "--out", "out"),
        ("why", "E999900120001", "ours", exports, "--on", "2026-02-06"),
        ("rules", "list"),
        ("rules", "test"),
        ("rules", "lint"),
        ("rules", "schema", "rule"),
    ):
        ran = ehe(*command, "--ruleset", ruleset)
        assert (ran.status, ran.out) == (2, ""), command
        assert said in ran.err.replace("\n", " "), command
        assert todo in ran.err, command
    assert not (exports.parent / "out").exists()
    assert ehe("rules", "diff", ruleset, "hcat-ehe").status == 2
    assert ehe("rules", "new", "other", "--ruleset", ruleset).status == 2
    assert not (ruleset / "other.yaml").exists()


def test_two_rulesets_of_one_name_are_refused(ehe: Ehe, exports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere" / "england"
    folder.mkdir(parents=True)
    (folder / "ruleset.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    ran = ehe("check", exports, "--ruleset", "england", "--ruleset", folder, "--on", "2026-02-06")
    assert ran.status == 2
    assert "are both rulesets named 'england'" in ran.err
    assert "rename one of the folders" in ran.err


def test_the_ruleset_of_these_tests_is_in_order(ehe: Ehe, exports: Path, ruleset: Path) -> None:
    (ruleset / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    assert ehe("rules", "list", "--ruleset", ruleset).status == 0
    assert ehe("check", exports, "--on", "2026-02-06", "--ruleset", ruleset, "--out", "out").status == 0
