"""A large school: fifty rules, forty cases, three thousand pupils on roll, and a school year's weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reporting.sample import OAK, case, entry, finding, person, rules, sample

if TYPE_CHECKING:
    from ehe_rules.result import Result

PUPILS, CASES, WEEKS = 3000, 40, 26
_STATUSES = ("met", "met", "met", "not_met", "late", "due", "cannot_tell")
_PARTS = ("stage 1", "stage 2", "stage 3", "stage 4", "off-roll law", "returns", "records")


def pupil_key(number: int) -> str:
    """Give an invented UPN."""
    return f"Z99{number:09d}X"


def large(*, without: int = 12) -> Result:
    """Give the result; `without` of the pupils lack something in the register, 200 more cannot be decided."""
    first = rules()[0]
    of_cases = [
        {
            **first,
            "rule": f"9.{n}",
            "title": f"Step {n} of the procedure is done",
            "part": _PARTS[n % len(_PARTS)],
        }
        for n in range(47)
    ]
    of_pupils = {
        **first,
        "rule": "REG",
        "ruleset": "england",
        "title": "The admission register holds what it must",
        "part": "records",
        "remedy": "Fill in what is missing in the register.",
    }
    of_weeks = {
        **first,
        "rule": "WEEK",
        "title": "The attendance lead reviews attendance each week",
        "part": "early help",
    }
    known = [*of_cases, of_pupils, of_weeks]
    upns = [pupil_key(n) for n in range(PUPILS)]
    opened = [(date(2025, 9, 8) + timedelta(n)).isoformat() for n in range(CASES)]
    names = [f"{OAK}/{upn}/{day}" for upn, day in zip(upns, opened, strict=False)]
    judged = [
        _found(rule, _STATUSES[(n + at) % len(_STATUSES)], names[at])
        for n, rule in enumerate(of_cases)
        for at in range(CASES)
    ]
    register = [
        _outside(
            of_pupils,
            "pupil",
            upn,
            "not_met" if n < without else "cannot_tell" if n < without + 200 else "met",
        )
        for n, upn in enumerate(upns)
    ]
    weeks = [
        _outside(of_weeks, "school_week", "", "not_met" if n % 4 else "met", subject=f"school_week/{OAK}/{n}")
        for n in range(WEEKS)
    ]
    return sample(
        rules=known,
        findings=[*judged, *register, *weeks],
        subjects=[case(OAK, upn, day, "risk_identified") for upn, day in zip(upns, opened, strict=False)],
        timeline=[entry(name, name[-10:], "risk_identified", "genuine") for name in names],
        pupils=[person(OAK, upn, f"Pupil{n}", "Example", str(7 + n % 5)) for n, upn in enumerate(upns)],
    )


def _found(rule: dict[str, str], status: str, name: str) -> dict[str, str]:
    return {**finding("5.1.1", status, name, reason="As the record shows."), **_of(rule)}


def _outside(rule: dict[str, str], about: str, upn: str, status: str, **cells: str) -> dict[str, str]:
    reason = {
        "met": "In the register.",
        "not_met": "The register lacks the address.",
        "cannot_tell": "The roll was supplied without that column.",
    }[status]
    subject = {"about": about, "school": OAK, "upn": upn, "pupil": upn, "subject": f"{about}/{OAK}/{upn}"}
    return {**finding("5.1.1", status), **_of(rule), **subject, "reason": reason, **cells}


def _of(rule: dict[str, str]) -> dict[str, str]:
    names = ("ruleset", "rule", "title", "part", "remedy", "duty_of", "kind", "force", "severity", "owner")
    return {name: rule.get(name, "") for name in names}
