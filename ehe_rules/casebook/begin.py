"""Begins a rule: a file that loads and whose case passes, with everything that only the author can say marked to be filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ehe_rules.casebook.lint.words import FILL_IN
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import RULE_FILES_ARE_NOT
from ehe_rules.rulebook.names import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.rulebook.ruleset import Rule, Ruleset

Kind = Literal["require", "forbid", "flag"]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LEFT = "{leaving_date: 2026-01-12, leaving_reason: Elective Home Education, removal_ground: f}"


class Start(NamedTuple):
    """An example to begin from: what the rule waits for, what answers it, and the part of the procedure."""

    when: str
    since: str
    answer: str
    part: str
    roll: str = ""


STARTS = {
    "case": Start("risk_identified", "risk_identified", "parent_contacted", "stage 1"),
    "leaver": Start("ehe_leaver", "left_roll", "off_roll_letter_sent", "stage 4", LEFT),
    "pupil": Start(
        "flagged_to_senior_lead", "flagged_to_senior_lead", "early_oversight_started", "early help"
    ),
    "return": Start("return_requested", "return_requested", "reintegration_plan_created", "returns"),
    "advice": Start(
        "professional_recommended_ehe", "professional_recommended_ehe", "confirmation_requested", "stage 1"
    ),
    "pressure": Start("pressure_reported", "pressure_reported", "pressure_reviewed", "oversight"),
    "request": Start("information_requested", "information_requested", "information_shared", "records"),
}
"""Examples by what a rule is about. For anything else a rule is begun like one that is there."""

TO_SAY = {
    "title": "what is so where the rule is kept, as in 'The letter is sent within a week'",
    "sign": "what the pattern is where it is found, as in 'The letter names no last day'",
    "clauses": "the clause of the document",
    "owner": "who sees to the remedy",
    "act": "the remedy in a few words",
    "remedy": "what to do today about a finding",
    "note": "what a reader should know - the sentence and the case below are an example, write your own",
    "reference": "the instrument and provision",
    "confidence": "how sure we are of the text - P, S or M",
}


def begun(ruleset: Ruleset, *, about: str, kind: Kind, clause: str, authority: str = "policy") -> str:
    """Return the text of a rule begun from an example. Raises RulebookError where there is none for `about`."""
    start = STARTS.get(about)
    known = ruleset.vocabulary.scopes
    if start is None or not {start.since, start.answer} <= set(known):
        listed = ", ".join(STARTS)
        raise RulebookError(
            f"There is no example to begin a rule about '{about}' from (there are for {listed}). Begin it like a rule that is there: "
            "--like RULE."
        )
    law = [_line("reference"), _line("confidence")] if authority in ("law", "statutory_guidance") else []
    sentence = {
        "require": f"require: {start.answer} within 5 school days of {start.since}",
        "forbid": f"forbid: {start.answer}",
        "flag": f"flag: {start.answer}",
    }
    lines = [
        _line("title"),
        *([_line("sign")] if kind == "flag" else []),
        f"clauses: {clause}" if clause else _line("clauses"),
        f"about: {about}",
        f"part: {start.part}",
        f"authority: {authority}",
        f"force: {'indicator' if kind == 'flag' else 'must'}",
        "severity: medium",
        *law,
        f"when: {start.when}",
        sentence[kind],
        *(_line(key) for key in ("owner", "act", "remedy", "note")),
        *_case(start, kind),
    ]
    return "\n".join(lines) + "\n"


def _line(key: str) -> str:
    return f'{key}: "{FILL_IN}: {TO_SAY[key]}"'


def _case(start: Start, kind: Kind) -> list[str]:
    events = [] if start.roll else [f"2026-01-12 {start.since}"]
    if kind != "forbid":
        events.append(f"2026-01-13 {start.answer}")
    name, expect = {
        "require": ("done the next school day", "met"),
        "forbid": ("nothing of the kind on record", "met"),
        "flag": ("the pattern is there", "indicator"),
    }[kind]
    return [
        "cases:",
        f"  - name: {name}",
        "    on: 2026-01-30",
        *([f"    roll: {start.roll}"] if start.roll else []),
        *(["    events:", *(f"      - {event}" for event in events)] if events else []),
        f"    expect: {expect}",
    ]


def begun_like(rule: Rule, clause: str) -> str:
    """Return the text of a rule begun like another one: its sentence and its first case, with the words to be filled in."""
    text = rule.path.read_text(encoding="utf-8")
    kept = []
    for chunk in re.split(r"(?m)^(?=[a-z_]+:)", text):
        key = chunk.partition(":")[0]
        if key == "clauses" and clause:
            kept.append(f"clauses: {clause}\n")
        elif key == "cases":
            kept.append("".join(re.split(r"(?m)^(?=  - )", chunk)[:2]))
        elif key in ("yields_to", "instead_of"):
            continue
        else:
            kept.append(f"{_line(key)}\n" if key in TO_SAY else chunk)
    return "".join(kept)


def place(ruleset: Ruleset, name: str, folder: str) -> Path:
    """Return where a new rule's file goes. Raises RulebookError for a name that is taken or that is none."""
    if not NAME.fullmatch(name):
        raise RulebookError(
            f"'{name}' is no name for a rule: letters, digits, dots and hyphens, such as 5.1.3 or RET-DEL-TIME."
        )
    for rule in ruleset.rules:
        if rule.name == name:
            raise RulebookError(
                f"There is already a rule '{name}' in {rule.path}; give the new one another name."
            )
    path = ruleset.folder / folder / f"{name}.yaml"
    if path.name in RULE_FILES_ARE_NOT or path.exists():
        raise RulebookError(f"{path} is another file of the ruleset; give the rule another name.")
    if not path.resolve().is_relative_to(ruleset.folder.resolve()):
        raise RulebookError(f"'{folder}' is no folder of the ruleset {ruleset.name}.")
    return path


def check_clause(ruleset: Ruleset, clause: str) -> None:
    """Refuse a clause that the ruleset's document does not have, and none where it has a list of them."""
    if not ruleset.clauses or clause in ruleset.clauses:
        return
    if not clause:
        raise RulebookError(
            f"Say which clause the rule executes: --clause, one of {ruleset.folder / 'clauses.yaml'}."
        )
    raise RulebookError(f"There is no clause '{clause}' in clauses.yaml.{nearest(clause, ruleset.clauses)}")
