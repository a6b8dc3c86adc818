"""Small invented trusts on disk, the whole check over them, and what came of it as plain values."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ehe_rules.checking import DEFAULT_RULESETS, check
from ehe_rules.exports.upn import check_letter
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.result import Result

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared/samples"
"""Real files that are not part of the project; tests that need them are skipped where they are absent."""

ON = date(2026, 1, 30)
ASH, BEECH = "900001", "900002"


def upn(serial: int) -> str:
    """Give an invented UPN that passes its check."""
    twelve = f"99990012{serial:04d}"
    return check_letter(twelve) + twelve


A, B, C = upn(1), upn(2), upn(3)
"""Three pupils: of Ash, of Ash, of Beech."""

GOOD: dict[str, str] = {
    "schools.csv": f"""\
urn,name,phase,type
{ASH},Ash Example Primary,primary,mainstream
{BEECH},Beech Example Academy,secondary,mainstream
""",
    "calendar.csv": """\
academic_year,half_term,first_day,last_day
2025/26,1,2025-09-02,2025-10-24
2025/26,2,2025-11-03,2025-12-19
2025/26,3,2026-01-05,2026-02-13
2025/26,4,2026-02-23,2026-03-27
""",
    "pupils.csv": f"""\
school,upn,forename,surname,date_of_birth,entry_date,leaving_date,leaving_reason,removal_ground,destination
{ASH},{A},Aspen,Example-A,2014-05-01,2021-09-01,,,,
{ASH},{B},Birch,Example-B,2014-06-01,2021-09-01,2026-01-23,Elective Home Education,f,
{BEECH},{C},Cedar,Example-C,2012-07-01,2023-09-01,,,,
""",
    "events.csv": f"""\
school,upn,event,date,role,covers,outcome,until
{ASH},{A},risk_identified,2026-01-12,dsl,attendance,genuine,
{ASH},{A},parent_contacted,2026-01-14,headteacher,concern,,
{ASH},{B},oral_intention_stated,2026-01-12,class_teacher,,,
{ASH},{B},notification_received,2026-01-19,parent,home_education_stated,,2026-01-23
{BEECH},{C},risk_identified,2026-01-13,dsl,anxiety,genuine,
{BEECH},{C},parent_contacted,2026-01-13,headteacher,concern,,
""",
    "attendance.csv": f"""\
school,upn,date,session,code
{ASH},{A},2026-01-12,AM,/
{ASH},{B},2026-01-22,AM,/
{BEECH},{C},2026-01-12,AM,/
""",
}
"""A trust of two schools in which everything can be read."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, by their path within the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run(
    exports: Sequence[str | Path] | Mapping[str, object],
    on: date = ON,
    rulesets: Sequence[str] = DEFAULT_RULESETS,
) -> Result:
    """Check by the evaluator of record alone (that the other engine agrees is tested elsewhere)."""
    return check(exports, on=on, rulesets=rulesets, engine="columnar")


def findings(result: Result, *without: str, school: str | None = None) -> list[tuple[str, ...]]:
    """Give the findings as rows of text, perhaps without some columns, perhaps of one school."""
    frame = result.findings if school is None else result.findings[result.findings["school"] == school]
    return list(frame.drop(columns=list(without)).itertuples(index=False, name=None))


def problems(result: Result, file: str) -> list[dict[str, str]]:
    """Give the problems of one file."""
    return [row for row in records(result.problems) if row["file"] == file]


def seeded(seed: int) -> Random:
    """Give chance that is the same at every run."""
    return Random(seed)  # noqa: S311 - reproducible tests, no secrets


def to_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows as CSV, with every heading that any of them has."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
