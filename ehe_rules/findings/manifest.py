"""The manifest: what was run on what, with hashes and counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ehe_rules import __version__
from ehe_rules.facts.subjects.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

    from ehe_rules.rulebook.ruleset import Ruleset


def manifest(
    con: duckdb.DuckDBPyConnection, rulesets: Sequence[Ruleset], on: date, said: Mapping[str, object]
) -> dict[str, object]:
    """Return the manifest's content but for the outputs' hashes; `said` is what the run chose, and what its engines say."""
    statuses = con.execute("SELECT status, count(*) FROM verdicts GROUP BY status ORDER BY status").fetchall()
    later = _one(
        con,
        "SELECT count(*) FROM events e JOIN audit a ON a.school = coalesce(e.school, '') WHERE e.date > a.on_date",
    )
    later += _one(
        con, "SELECT count(*) FROM attendance e JOIN audit a USING (school) WHERE e.date > a.on_date"
    )
    later += _one(
        con, "SELECT count(*) FROM roll e JOIN audit a USING (school) WHERE e.leaving_date > a.on_date"
    )
    files = con.execute(
        "SELECT file, sheet, taken_for, system, rows, sha256 FROM files ORDER BY file, sheet"
    ).fetchall()
    names = ("file", "sheet", "taken_for", "system", "rows", "sha256")
    return {
        "tool": {"name": "ehe-rules", "version": __version__},
        "on": on.isoformat(),
        "rulesets": [
            {
                "name": r.name,
                "title": r.info.title,
                "version": r.info.version,
                "sha256": r.sha256,
                "rules": len(r.rules),
                **({"terms": r.info.terms} if r.info.terms else {}),
            }
            for r in rulesets
        ],
        "inputs": [dict(zip(names, row, strict=True)) for row in files],
        **_others(con),
        "verdicts": dict(statuses),
        "subjects": dict(
            con.execute(
                "SELECT about, count(DISTINCT subject) FROM verdicts GROUP BY about ORDER BY about"
            ).fetchall()
        ),
        "rows_dated_after_the_audit_date_and_not_seen": later,
        **said,
        "notices": [
            *(r.info.dated for r in rulesets if r.info.dated),
            *_notices(con, rulesets, said["engines"]),
        ],
    }


def _others(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """Return the hashes of the files that were read with the others and hold nothing of the one school reported, if one is."""
    if not con.execute("FROM duckdb_tables() WHERE table_name = 'files_of_others'").fetchall():
        return {}
    found = con.execute("SELECT sha256 FROM files_of_others ORDER BY sha256").fetchall()
    return {"inputs_of_other_schools": [row[0] for row in found]}


def _notices(con: duckdb.DuckDBPyConnection, rulesets: Sequence[Ruleset], engines: object) -> list[str]:
    found = []
    # An authority's records know no school days.
    counted = any(KINDS[rule.file.about].whose in ("pupil", "school") for r in rulesets for rule in r.rules)
    schools = [
        r[0]
        for r in con.execute(
            "SELECT school FROM calendars WHERE approximate AND school IN (SELECT school FROM schools) ORDER BY school"
        ).fetchall()
    ]
    if schools and counted:
        found.append(
            f"No school calendar was supplied for {', '.join(schools)}: figures in school days are approximate there."
        )
    if isinstance(engines, Mapping) and "notice" in engines:
        found.append(str(engines["notice"]))
    return found


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
