"""Measured numbers of weeks, half terms and the trust, as numbers.py asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.record.register import EXTRA, MISSING, count_sql

if TYPE_CHECKING:
    from collections.abc import Callable


def _school_days_in_week(facts: str) -> str:
    return f"SELECT subject, school_days AS lo, school_days AS hi FROM {facts}"


SQL: dict[str, Callable[..., str]] = {
    "school_days_in_week": _school_days_in_week,
    MISSING: lambda facts: count_sql("missing", facts),
    EXTRA: lambda facts: count_sql("extra", facts),
}
"""Each number's SQL over the table of facts so far."""
