"""A finding of lint, and the rule in hand that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from ehe_rules.rulebook.ruleset import Rule, Ruleset
    from ehe_rules.rulebook.yamlfile import YamlFile


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is amiss: where, by which check, and what it is with what to do about it."""

    path: str
    line: int
    check: str
    message: str

    def __str__(self) -> str:
        """Return the finding on one line, as an editor can follow it."""
        return f"{self.path}:{self.line}: {self.message} [{self.check}]"


def found(file: YamlFile, path: tuple[str | int, ...], check: str, message: str) -> Finding:
    """Return a finding at the line of a file where `path` (its keys) stands."""
    return Finding(str(file.path), file.line(path), check, message)


@dataclass(frozen=True)
class InHand:
    """A rule with its ruleset and its file, so that a finding can name the line."""

    ruleset: Ruleset
    rule: Rule
    file: YamlFile

    @classmethod
    def of(cls, ruleset: Ruleset, rule: Rule) -> InHand:
        """Return the rule with its file read again, for the lines."""
        return cls(ruleset, rule, read_yaml(rule.path))

    def at(self, key: str, check: str, message: str) -> Finding:
        """Return a finding at the line of one of the rule's keys."""
        return found(self.file, (key,), check, message)

    @property
    def is_law(self) -> bool:
        """Whether the rule is the law's own, or guidance that a school must follow by law."""
        return self.rule.file.authority == "law"
