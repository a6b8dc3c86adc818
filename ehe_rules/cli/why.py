"""`ehe-rules why`: how one verdict came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli import options
from ehe_rules.cli.check import run_check
from ehe_rules.cli.rulebook import find_rules, show_rule
from ehe_rules.cli.screen import field, heading, safe, say, table
from ehe_rules.cli.summary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from ehe_rules.result import Result
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

Row = dict[str, str]

_LEFT_FOR = {"no": "another reason than home education", "unknown": "not known whether for home education"}

_DOES_NOT_HOLD = "the rule's `when` does not hold, or it was not in force."
NOTHING_SAID = {
    "require": "the rule's `when` does not hold, it was not in force, or the case closed before it fell due.",
    "forbid": _DOES_NOT_HOLD,
    "flag": f"no such pattern is on record; or {_DOES_NOT_HOLD}",
}
"""What a verdict that is not listed means, by what the rule has."""


@click.command(short_help="Show how one verdict came about.")
@click.argument("subject")
@click.argument("rule")
@options.exports
@options.ruleset
@options.on
@options.profile
@options.templates
@options.settings
def why(  # noqa: PLR0913 - one for each option
    *,
    subject: str,
    rule: str,
    exports: tuple[Path, ...],
    rulesets: tuple[str, ...],
    on: date,
    profiles: tuple[Path, ...],
    templates: tuple[Path, ...],
    settings: dict[str, str],
) -> None:
    """Show the verdict of RULE on SUBJECT, and what it rests on.

    SUBJECT is an id of the column `subject` in findings.csv, or a pupil's UPN (then: each subject of that
    pupil that the rule is about). RULE is a rule's name (5.1.1, or hcat-ehe:5.1.1). This shows a pupil's data.
    """
    from ehe_rules.checking import load_rulesets  # noqa: PLC0415 - heavy

    found = find_rules(load_rulesets(rulesets, settings, with_cases=False), rule)
    result = run_check(
        exports,
        rulesets=rulesets,
        on=on,
        engine="columnar",
        profiles=profiles,
        templates=templates,
        settings=settings,
        changes_of=[one.id for _, one in found],
    )
    for ruleset, one in found:
        for row in _subjects(result.subjects, subject, one):
            _show(result, ruleset, one, row)


def _subjects(subjects: pd.DataFrame, name: str, rule: Rule) -> list[Row]:
    """Return the subjects meant; suggests no other, for an id is a pupil's data that nobody asked for."""
    meant = subjects[
        (subjects["subject"] == name)
        | (subjects["upn"] == name.upper())
        | (subjects["pupil"] == name.upper())
    ]
    if meant.empty:
        raise click.UsageError(
            f"There is no subject '{safe(name)}' in these exports. Take it from the column `subject` of findings.csv."
        )
    about = meant[meant["about"] == rule.file.about]
    if about.empty:
        raise click.UsageError(f"The rule {rule.id} is about a {rule.file.about}; '{safe(name)}' names none.")
    return _rows(about)


def _show(result: Result, ruleset: Ruleset, rule: Rule, subject: Row) -> None:
    findings = result.findings
    here = (
        (findings["subject"] == subject["subject"])
        & (findings["rule"] == rule.name)
        & (findings["ruleset"] == rule.ruleset)
    )
    verdict = next(iter(_rows(findings[here])), None)
    rules = result.rules
    as_written = _rows(rules[(rules["ruleset"] == rule.ruleset) & (rules["rule"] == rule.name)])[0]
    heading(f"{subject['subject']} | {rule.id}")
    say(safe(as_written["title"]))
    say()
    _show_verdict(verdict, as_written["kind"])
    show_rule(ruleset, rule, as_written)
    field("would change", (verdict or {}).get("change", ""))
    _show_case(result, (verdict or {}).get("case") or subject["subject"])


def _show_verdict(verdict: Row | None, kind: str) -> None:
    if verdict is None:
        field("status", f"not applicable: {NOTHING_SAID[kind]}")
        return
    field("status", STATUSES[verdict["status"]])
    field(
        "due on",
        verdict["due_on"]
        + (f" (by {verdict['by']})" if verdict["by"] not in ("", verdict["due_on"]) else ""),
    )
    field("done on", verdict["done_on"])
    field("days late", verdict["days_late"])
    field("reason", verdict["reason"])
    field("remark", verdict["note"])
    field("evidence", "\n".join(verdict["evidence"].split(";")))


def _left_for(known: Mapping[str, str]) -> str:
    """Say what a leaving was, as far as the record shows it."""
    if known["unexplained"]:
        return "no reason recorded"
    return known["ehe_by"] or _LEFT_FOR.get(known["ehe"], "")


def _show_case(result: Result, case: str) -> None:
    timeline = _rows(result.timeline[result.timeline["case"] == case])
    opened = _rows(result.subjects[result.subjects["subject"] == case])
    if not opened:
        return
    known = opened[0]
    heading(f"The case: {case}")
    field("opened", _with(known["opened_on"], known["opened_by"]))
    field("closed", _with(known["closed_on"], known["closed_by"]))
    field("off roll", _with(known["off_rolled_on"], _left_for(known)))
    if timeline:
        say()
        table(
            ("date", "recorded", "event", "words", "evidence"),
            [
                (t["date"], t["recorded"], t["event"].replace("_", " "), t["words"], t["evidence"])
                for t in timeline
            ],
        )


def _with(day: str, by: str) -> str:
    return f"{day} ({by.replace('_', ' ')})" if day and by else day


def _rows(frame: Any) -> list[Row]:  # noqa: ANN401 - pandas' own type of a selection is wider than a frame
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]
