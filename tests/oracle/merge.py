"""Many random trusts in one connection, each with schools of its own, so that one run of the engine judges them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from ehe_rules.exports import from_frames
from oracle.frames import to_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.exports import Words
    from oracle.model import Trust

TABLES = (
    "schools",
    "exports",
    "calendar",
    "closures",
    "roll",
    "attendance",
    "events",
    "unclear_entries",
    "supplied",
    "always_blank",
    "carries",
    "register",
)


def renumbered(trust: Trust, number: int) -> Trust:
    """Return the trust with URNs of its own: 6 digits, the first schools of trust 0 being 100000 and 100001."""
    urns = {s.urn: str(100_000 + number * 10 + i) for i, s in enumerate(trust.schools)}
    return replace(
        trust,
        schools=tuple(replace(s, urn=urns[s.urn], name=f"School {urns[s.urn]}") for s in trust.schools),
        calendar=tuple(replace(c, school=urns.get(c.school or "")) for c in trust.calendar),
        closures=tuple(replace(c, school=urns.get(c.school or "")) for c in trust.closures),
        roll=tuple(replace(r, school=urns[r.school]) for r in trust.roll),
        events=tuple(replace(e, school=urns[e.school]) for e in trust.events),
        marks=None if trust.marks is None else tuple(replace(m, school=urns[m.school]) for m in trust.marks),
        exports=tuple(replace(e, school=urns.get(e.school or "")) for e in trust.exports),
    )


def merged(trusts: Sequence[Trust], words: Words) -> duckdb.DuckDBPyConnection:
    """Return one connection with the tables of every trust and each school's audit date."""
    con = duckdb.connect()
    for number, trust in enumerate(trusts):
        _add(con, trust, words, first=number == 0)
    return con


def _add(con: duckdb.DuckDBPyConnection, trust: Trust, words: Words, *, first: bool) -> None:
    source = from_frames(to_frames(trust), words).con
    urns = [s.urn for s in trust.schools]
    for table in [*TABLES, *(("problems", "codes") if first else ())]:
        arrow = source.execute(f"FROM {table}").df()
        con.register("incoming", arrow)
        types = source.execute(f"DESCRIBE {table}").fetchall()
        casts = ", ".join(f'CAST("{name}" AS {_wide(kind)}) AS "{name}"' for name, kind, *_ in types)
        if first:
            con.execute(f"CREATE TABLE {table} AS SELECT {casts} FROM incoming LIMIT 0")
        if table in ("exports", "calendar", "closures"):
            # What holds for all schools of a trust must not reach another trust's.
            schools = ", ".join(f"('{u}')" for u in urns)
            con.execute(f"""INSERT INTO {table} BY NAME
              SELECT x.* REPLACE (v.own AS school) FROM (SELECT {casts} FROM incoming) x, (VALUES {schools}) v(own)
              WHERE (x.school IS NULL AND {_not_own(table)}) OR x.school = v.own""")
        else:
            shift = {"roll": "roll", "events": "entry"}.get(table)
            more = f" REPLACE ({shift} + {int(urns[0]) * 1000} AS {shift})" if shift else ""
            con.execute(f"INSERT INTO {table} BY NAME SELECT *{more} FROM (SELECT {casts} FROM incoming)")
        con.unregister("incoming")
    con.execute("CREATE TABLE IF NOT EXISTS audit (school VARCHAR, on_date DATE)")
    con.executemany(
        "INSERT INTO audit VALUES (?, ?)", [(s.urn, s.audit or trust.audit) for s in trust.schools]
    )


def _wide(kind: str) -> str:
    """Widen a column type: an ENUM holds one trust's texts only, the merged table those of all."""
    return "VARCHAR" if kind.startswith("ENUM") else kind


def _not_own(table: str) -> str:
    """Say that a school with rows of its own for a year, or for a table's export, uses only those."""
    if table == "calendar":
        return "NOT EXISTS (FROM incoming o WHERE o.school = v.own AND o.academic_year = x.academic_year)"
    if table == "exports":
        return "NOT EXISTS (FROM incoming o WHERE o.school = v.own AND o.table_name = x.table_name)"
    return "true"
