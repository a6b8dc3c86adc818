"""A finding with its rule, ready to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import Row, records
from ehe_rules.reporting.statuses import OWN_DUTIES, Status, severity_rank, status_rank, status_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_FORCE = {"must": "must", "should": "should", "indicator": "a pattern, not a duty"}


@dataclass(frozen=True)
class Rule:
    """A rule as written, with the clause it executes.

    `anchor` is its place on a page, `duty_of` is `duty` in words; rules whose breach is mended by one and the same
    thing have the same `act`. `sign` is what a pattern is where it is found; for other rules their title.
    """

    id: str
    anchor: str
    title: str
    sentence: str
    clauses: str
    clause_text: list[str]
    standing: str
    severity: str
    confidence: str
    kind: str
    duty: str
    duty_of: str
    owner: str
    remedy: str
    parameters: str
    act: str
    sign: str


Rules = dict[tuple[str, str], Rule]


@dataclass(frozen=True)
class Verdict:
    """One finding as a page shows it. Dates in words; `by` and `done_on` stay ISO, for sorting."""

    rule: Rule
    status: str
    shown: Status
    kind: str
    duty_of: str
    severity: str
    part: str
    about: str
    subject: str
    pupil: str
    case: str
    title: str
    reason: str
    note: str
    by: str
    deadline: str
    done: str
    done_on: str
    days_late: int
    owner: str
    remedy: str
    evidence: list[str] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether it is the duty of the school or the trust."""
        return self.duty_of in OWN_DUTIES

    @property
    def order(self) -> tuple[int, int, int, str, str, str]:
        """Most pressing first: status, severity, days late, the nearest deadline, then the rule."""
        soonest = self.by or "9999-12-31"
        return (
            status_rank(self.status),
            severity_rank(self.severity),
            -self.days_late,
            soonest,
            self.rule.id,
            self.subject,
        )


def rules(frame: pd.DataFrame) -> Rules:
    """Return the rules of a result by ruleset and name."""
    return {(row["ruleset"], row["rule"]): _rule(row) for row in records(frame)}


def _rule(row: Row) -> Rule:
    name = f"{row['ruleset']} {row['rule']}"
    authority, force = words.label(row["authority"]), _FORCE.get(row["force"], row["force"])
    return Rule(
        id=name,
        anchor="rule-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        title=row["title"],
        sentence=row["sentence"].strip(),
        clauses=", ".join(words.split(row["clauses"])),
        clause_text=[line.strip() for line in row["clause_text"].splitlines() if line.strip()],
        standing=", ".join(part for part in (authority, force) if part),
        severity=words.label(row["severity"]),
        confidence=words.label(row["confidence"]),
        kind=row["kind"],
        duty=row["duty_of"] or "school",
        duty_of=f"the {words.in_sentence(row['duty_of'] or 'school')}",
        owner=words.label(row["owner"]),
        remedy=row["remedy"],
        parameters=row["parameters"],
        act=row["act"],
        sign=row["sign"] or row["title"],
    )


def verdict(row: Row, known: Mapping[tuple[str, str], Rule], on: str) -> Verdict:
    """Return a finding as a page shows it; `on` is the audit date (ISO)."""
    duty_of = row["duty_of"] or "school"
    by = row["by"] or row["due_on"]
    rule = known.get((row["ruleset"], row["rule"])) or _rule({**dict.fromkeys(_UNWRITTEN, ""), **row})
    return Verdict(
        rule=rule,
        status=row["status"],
        shown=status_words(
            row["status"], kind=row["kind"], duty_of=duty_of, has_deadline=bool(row["due_on"])
        ),
        kind=row["kind"],
        duty_of=duty_of,
        severity=row["severity"],
        part=row["part"],
        about=row["about"],
        subject=row["subject"],
        pupil=row["pupil"],
        case=row["case"],
        title=rule.sign if row["status"] == "indicator" else row["title"],
        reason=row["reason"],
        note=row["note"],
        by=by,
        deadline=words.deadline(by, on),
        done=words.day(row["done_on"]),
        done_on=row["done_on"],
        days_late=int(row["days_late"] or 0),
        owner=words.label(row["owner"]),
        remedy=row["remedy"],
        evidence=[words.evidence(reference) for reference in words.split(row["evidence"])],
    )


_UNWRITTEN = ("sentence", "clause_text", "confidence", "parameters", "act", "sign")
