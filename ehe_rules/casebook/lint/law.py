"""Lint: rules of the law count with the law's own figures, and say where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook.walk import parameters_in, trees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand


def law(rule: InHand) -> Iterator[Finding]:
    """Yield findings about a rule of the law: a figure that a trust could change, a source that is not named."""
    f = rule.rule.file
    if f.authority not in ("law", "statutory_guidance"):
        return
    if f.authority == "law":
        for name in sorted(parameters_in(trees(rule.rule))):
            if rule.ruleset.parameters[name].choice_of != "law":
                yield rule.at(
                    f.kind,
                    "law's figures",
                    f"A rule of the law counts with '{name}', which a trust may change; give that parameter `choice_of: law`, "
                    "or write the law's figure in the sentence.",
                )
    for key in ("reference", "confidence"):
        if not getattr(f, key):
            wanted = (
                "the provision it rests on"
                if key == "reference"
                else "how sure we are of its text (P, S or M)"
            )
            yield rule.at(
                "authority",
                "source",
                f"A rule of the law or of statutory guidance says {wanted}: add `{key}`.",
            )
