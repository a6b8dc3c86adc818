"""What schools log for themselves and not for a pupil, read from `school-logs.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from ehe_rules.example.stories import read_step


@dataclass(frozen=True)
class LogEntry:
    """What a school logged for itself on a day."""

    day: date
    event: str
    said: dict[str, str]


@cache
def school_logs() -> dict[str, tuple[LogEntry, ...]]:
    """Read what each school logs for itself, by the URN of the pattern that it repeats."""
    text = files("ehe_rules.example").joinpath("school-logs.yaml").read_text(encoding="utf-8")
    return {
        str(log["school"]): tuple(_log_entry(line) for line in log["entries"]) for log in yaml.safe_load(text)
    }


def _log_entry(line: str) -> LogEntry:
    day, _, rest = line.partition(" ")
    step = read_step(f"0 {rest}")
    return LogEntry(date.fromisoformat(day), step.event, step.said)
