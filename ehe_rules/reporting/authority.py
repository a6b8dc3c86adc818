"""The page of an authority's own records: what to do, what cannot be decided, what to learn from. Its children are known by UPN."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ehe_rules.reporting.children import Child
from ehe_rules.reporting.figures import Counts, counts
from ehe_rules.reporting.gathered import Check, Line, checks, lines
from ehe_rules.reporting.heaps import Undecided, learning, undecided
from ehe_rules.reporting.problems import FileProblems, Supplied, by_file, supplied
from ehe_rules.reporting.rows import authority_findings, is_of_authority, records
from ehe_rules.reporting.rows import counts as counted
from ehe_rules.reporting.school import Named
from ehe_rules.reporting.verdicts import Rule, Rules, Verdict, verdict
from ehe_rules.reporting.worklist import Work, worklist

if TYPE_CHECKING:
    from ehe_rules.reporting.redact import Redactor
    from ehe_rules.reporting.rows import Row
    from ehe_rules.reporting.run import Run
    from ehe_rules.result import Result

WHOLE = "The authority as a whole"


@dataclass(frozen=True)
class AuthorityPage:
    """All that the page shows, in its order. `outputs` are files to link to; blank where the page is not the first."""

    run: Run
    children: int
    counts: Counts
    work: list[Work]
    undecided: list[Undecided]
    learning: list[Named]
    indicators: list[Named]
    checks: list[Check]
    files: Supplied
    problems: list[FileProblems]
    rules: list[Rule]
    outputs: list[str]

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """What was late or is past doing, and patterns, with one line for many."""
        return {"learning": lines(self.learning), "patterns": lines(self.indicators)}


def authority_page(
    result: Result, run: Run, rules: Rules, hide: Redactor, outputs: list[str]
) -> AuthorityPage | None:
    """Return the page, or None where nothing was judged of an authority's records."""
    found = authority_findings(result)
    subjects = [row for row in records(result.subjects) if is_of_authority(row["about"])]
    if not found and not subjects:
        return None
    named = [_as_its_own(row) for row in found]
    people = {row["pupil"]: _person(row) for row in named if row["pupil"]}
    verdicts = [verdict(row, rules, run.on) for row in named]
    over = {row["subject"] for row in subjects if row["closed_on"]}
    running = [one for one in verdicts if one.subject not in over or one.status != "not_met"]
    work, waiting = worklist(running, people, {}), undecided(verdicts, people, WHOLE)
    past = [*learning(running, {}), *(one for one in verdicts if one not in running)]
    met = counted(result.findings[result.findings["status"] == "met"], "ruleset", "rule")
    judged = {(row["ruleset"], row["rule"]) for row in found}
    known = {key: number for key, number in met.items() if key in judged}
    listed = [
        _named(one, people) for one in verdicts if one.status in ("not_met", "due", "late", "cannot_tell")
    ]
    return AuthorityPage(
        run=run,
        children=len({row["pupil"] for row in subjects if row["about"] == "la_child"}),
        counts=counts(work, waiting, past, [], sum(known.values())),
        work=work,
        undecided=waiting,
        learning=[_named(one, people) for one in past],
        indicators=[_named(one, people) for one in verdicts if one.status == "indicator"],
        checks=checks(listed, known, rules),
        files=supplied(records(result.files), hide),
        problems=by_file(records(result.problems), hide),
        rules=sorted(
            {rules[key].anchor: rules[key] for key in judged if key in rules}.values(),
            key=lambda rule: rule.anchor,
        ),
        outputs=outputs,
    )


def _as_its_own(row: Row) -> Row:
    """Return a finding as the authority's own duty; an officer stands in the child's place."""
    return {
        **row,
        "duty_of": "school",
        "pupil": row["subject"] if row["about"] == "la_officer" else row["pupil"],
    }


def _person(row: Row) -> Child:
    """Return a child by UPN, or an officer by the reference in the entries."""
    known = row["upn"] or row["pupil"]
    name = f"Officer {row['subject'].split('/')[-2]}" if row["about"] == "la_officer" else f"UPN {known}"
    return Child(key=row["pupil"], name=name, order=(name,), year="", upn=known)


def _named(one: Verdict, people: dict[str, Child]) -> Named:
    return Named(people.get(one.pupil), None, one)
