"""What the documents say of the command line is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ehe_rules.cli.app import main
from ehe_rules.exports.profile import native_table
from ehe_rules.exports.schema import NATIVE
from ehe_rules.rulebook.language import parse
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.model import Case, RuleFile
from ehe_rules.rulebook.names import Names
from ehe_rules.rulebook.ruleset import find_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "docs/rule-authors.md",
    "docs/for-dsls-and-reviewers.md",
    "reports/README.md",
)

every_document = pytest.mark.parametrize("name", DOCUMENTS)


def commands() -> dict[str, set[str]]:
    """Every command with its options, as `check` or `rules list`."""
    known = {}
    for name, command in main.commands.items():
        below = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        for sub, one in below:
            options = {opt for param in one.params if isinstance(param, click.Option) for opt in param.opts}
            known[f"{name} {sub}".strip()] = {*options, "--help"}
    return known


def said(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every `ehe-rules ...` in a document: the command, and its options."""
    for line in re.findall(r"ehe-rules ((?:demo|check|inspect|why|rules|generate)\b[^`\n#]*)", text):
        words = line.split()
        command = " ".join(words[:2]) if words[0] == "rules" else words[0]
        yield command, [word.split("=")[0] for word in words if word.startswith("--")]


@every_document
def test_commands_and_options_that_a_document_names_exist(name: str) -> None:
    known = commands()
    text = (ROOT / name).read_text(encoding="utf-8")
    everything = {"--version", "--debug"}.union(*known.values())
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) <= everything
    for command, options in said(text):
        assert command in known, command
        assert set(options) <= known[command], command


def test_the_readme_names_every_command_and_every_option_of_check() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in commands():
        assert f"ehe-rules {command}" in text, command
    for option in commands()["check"] - {"--help"}:
        assert f"`{option}" in text, option


@every_document
def test_links_lead_to_files_that_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / name).parent.joinpath(link).exists(), link


def test_the_readme_has_every_native_table_with_its_required_columns() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, flags=re.MULTILINE))
    assert set(rows) == set(NATIVE)
    for table, columns in rows.items():
        assert set(re.findall(r"\w+", columns)) - {"or"} == {
            *native_table(table).required,
            *native_table(table).either,
        }


def test_what_the_guide_for_rule_authors_writes_is_the_language() -> None:
    text = (ROOT / "docs/rule-authors.md").read_text(encoding="utf-8")
    ruleset = load_ruleset(find_ruleset("hcat-ehe"))
    names = Names(
        ruleset.vocabulary,
        ruleset.parameters,
        {**ruleset.vocabulary.role_groups, **ruleset.info.role_groups},
        dict(ruleset.milestones),
    )
    rows = re.findall(r"^\| (?:within|some|in|again|at all|of)\b.*? \| (`.*`) \|$", text, flags=re.MULTILINE)
    sentences = [sentence for row in rows for sentence in re.findall(r"`(.*?)`", row)]
    sentences += re.findall(
        r"^    ((?!ehe-rules).+)$",
        text.split("## Narrowing")[1].split("## Parameters")[0].split("```")[0],
        flags=re.MULTILINE,
    )
    assert len(sentences) > 12
    for sentence in sentences:
        parse(sentence, names)


def test_every_key_of_a_rule_and_of_a_case_is_explained() -> None:
    text = (ROOT / "docs/rule-authors.md").read_text(encoding="utf-8")
    for key in RuleFile.model_fields:
        assert f"\n{key}:" in text or f"`{key}" in text, key
    for key in Case.model_fields:
        assert f"`{key}`" in text, key


def test_every_target_that_the_makefile_explains_is_there() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = re.findall(r"^# make ([\w-]+)", text, flags=re.MULTILINE)
    (listed,) = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    assert sorted(explained) == sorted(listed.split())
    for target in explained:
        assert re.search(rf"^{target}:", text, flags=re.MULTILINE)


def test_the_path_in_the_architecture_is_the_one_that_is_enforced() -> None:
    """ARCHITECTURE.md names every module or package of ehe_rules."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    parts = {p.stem for p in (ROOT / "ehe_rules").glob("*.py")} | {
        p.parent.name for p in (ROOT / "ehe_rules").glob("*/__init__.py")
    }
    for part in parts - {"__init__", "__main__"}:
        assert f"`{part}" in text, part
