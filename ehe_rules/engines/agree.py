"""The two engines' verdicts side by side: every difference, in either direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.errors import EnginesDisagreeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ehe_rules.engines.durable import DurableVerdicts

SILENT = "not_applicable"
SHOWN = 20
"""Differences that an error message lists."""


@dataclass(frozen=True, order=True)
class Disagreement:
    """One subject and rule on which the engines differ."""

    rule: str
    subject: str
    of_record: str
    durable: str

    def __str__(self) -> str:
        """Return one line: rule, subject id (never a name) and both statuses."""
        return f"{self.rule} on {self.subject}: {self.of_record} by the evaluator of record, {self.durable} by durable-rules"


def compare(con: duckdb.DuckDBPyConnection, durable: DurableVerdicts) -> list[Disagreement]:
    """Return every difference over the subjects that both engines judged; silence counts as not_applicable."""
    found: list[Disagreement] = []
    for kind, subjects in sorted(durable.sample.items()):
        here, there = _of_record(con, kind, subjects), _of_durable(durable, kind)
        differing = sorted(k for k in {*here, *there} if here.get(k, SILENT) != there.get(k, SILENT))
        ids = _ids(con, kind, sorted({subject for subject, _ in differing}))
        found += [
            Disagreement(r, ids[s], here.get((s, r), SILENT), there.get((s, r), SILENT)) for s, r in differing
        ]
    return sorted(found)


def check_agreement(con: duckdb.DuckDBPyConnection, durable: DurableVerdicts) -> None:
    """Raise EnginesDisagreeError, with the differences, if there are any."""
    found = compare(con, durable)
    if not found:
        return
    lines = [f"  {difference}" for difference in found[:SHOWN]]
    more = [f"  and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    count = "1 verdict" if len(found) == 1 else f"{len(found)} verdicts"
    what = f"The two engines differ on {count}, so none of this run can be relied on. Please report it with these lines:"
    raise EnginesDisagreeError("\n".join([what, *lines, *more]))


def _of_record(
    con: duckdb.DuckDBPyConnection, kind: str, subjects: Sequence[int]
) -> dict[tuple[int, str], str]:
    rows = con.execute(
        "SELECT subject, rule, status FROM verdicts WHERE about = ? AND status <> ? AND subject IN (SELECT unnest(?))",
        [kind, SILENT, list(subjects)],
    ).fetchall()
    return {(subject, rule): status for subject, rule, status in rows}


def _of_durable(durable: DurableVerdicts, kind: str) -> dict[tuple[int, str], str]:
    return {(subject, rule): status for about, subject, rule, status in durable.verdicts if about == kind}


def _ids(con: duckdb.DuckDBPyConnection, kind: str, subjects: Sequence[int]) -> dict[int, str]:
    rows = con.execute(
        f"SELECT subject, id FROM facts_{kind} WHERE subject IN (SELECT unnest(?))", [list(subjects)]
    )
    return dict(rows.fetchall())
