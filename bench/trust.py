"""The generated trust of the benchmark: the example's, at the size of a large trust. Written once, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.example import write_example

if TYPE_CHECKING:
    from pathlib import Path

SCHOOLS, PUPILS, STORIES, YEARS = 20, 12_400, 480, 1
"""Together some 4.5 million marks (one academic year up to the audit date, two a day) and 400 cases: not every story is one."""


def make_trust(folder: Path, pupils: int = PUPILS) -> None:
    """Write the exports into `folder`, unless it is there; a run that breaks off leaves none."""
    if folder.exists():
        return
    begun = folder.with_name(f"{folder.name}.begun")
    schools = min(SCHOOLS, max(1, pupils // 100))
    cases = max(1, STORIES * pupils // PUPILS)
    write_example(begun, schools=schools, pupils=pupils, cases=cases, years=YEARS, form="native")
    begun.rename(folder)
