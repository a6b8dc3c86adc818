"""What the record holds by the audit date: entries as they were logged, and which kinds a school's exports can hold at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, entered_sql
from ehe_rules.facts.record.logged import add_proofs, covers_sql, logged_on_sql
from ehe_rules.facts.record.owners import OWNED, OWNED_EVENTS, OWNED_UNCLEAR
from ehe_rules.problems import insert_rows
from ehe_rules.rulebook.syntax import ANY_ENTRY

if TYPE_CHECKING:
    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary

OVERSIGHT = ("school", "trust", "la")
"""Scopes of what is about no pupil of the school: a kind that a school never logs is not known."""


def build_seen(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """Make `scopes`, `seen` (what was logged by the audit date), `unclear`, `carried` and `held`.

    `held(school, event)`: kinds of which nothing recorded means that nothing was done (`any_entry`: of all that it stands for).
    """
    con.execute("CREATE OR REPLACE TABLE scopes (event VARCHAR, scope VARCHAR)")
    insert_rows(con, "scopes", sorted(vocabulary.scopes.items()))
    con.execute(f"""
    CREATE OR REPLACE TABLE seen AS
    SELECT e.* REPLACE ({covers_sql(vocabulary)} AS covers), s.scope, CAST(e.date - {EPOCH} AS INTEGER) AS day, {entered_sql("e.recorded")} AS entered_day
    FROM (SELECT *, {logged_on_sql(vocabulary)} AS logged_on FROM {OWNED_EVENTS}) e JOIN audit a USING (school) JOIN scopes s USING (event)
    WHERE e.date <= a.on_date AND e.entry NOT IN (FROM replaced)
      -- The roll says who left; what a log says of it counts only where no roll was supplied.
      AND (e.event <> 'off_rolled' OR e.school NOT IN (
        SELECT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'leaving_date'))""")
    con.execute(f"""
    CREATE OR REPLACE TABLE unclear AS
    SELECT u.* EXCLUDE (date), s.scope, CAST(u.date - {EPOCH} AS INTEGER) AS day
    FROM {OWNED_UNCLEAR} u JOIN audit a USING (school) JOIN scopes s USING (event) WHERE u.date IS NULL OR u.date <= a.on_date""")
    add_proofs(con, vocabulary)
    # An attribute is carried where some entry of that kind at that school has it (semantics section 2).
    con.execute(_CARRIED)
    con.execute("INSERT INTO carried BY NAME " + _SAYS_WHEN_ENTERED)
    _build_held(con, vocabulary)


def only_where_logged(vocabulary: Vocabulary, event: str) -> bool:
    """Whether nothing logged of a kind means that nothing was done only at a school that logs it at all."""
    return vocabulary.scopes.get(event) in OVERSIGHT or (
        event in vocabulary.kinds and vocabulary.kinds[event].where_logged
    )


def steps_of_cases(vocabulary: Vocabulary) -> list[str]:
    """Return the kinds that an export must be able to hold before no entry at all on a case says that nothing was done."""
    return sorted(
        event
        for event, said in vocabulary.kinds.items()
        if vocabulary.scopes[event] == "case" and event not in vocabulary.derived and not said.for_authority
    )


def _build_held(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """Make `held`: what a school's exports can hold; of the school's, the trust's and the authority's own, what it logs at all.

    Weekly reviews that nobody logs are not thirty-nine failings a year. An agreement that stands until further notice (a feed of
    marks) is known not to be there in a school year in which what it stands beside (a return by hand) is still logged:
    `beside(school, event, last_day)` has the last such entry.
    """
    logged = [(event,) for event in sorted(vocabulary.kinds) if only_where_logged(vocabulary, event)]
    beside = [(event, by) for event, said in sorted(vocabulary.kinds.items()) for by in said.stands_beside]
    con.execute("CREATE OR REPLACE TEMP TABLE where_logged (event VARCHAR)")
    con.execute("CREATE OR REPLACE TEMP TABLE by_hand (event VARCHAR, logged VARCHAR)")
    insert_rows(con, "where_logged", logged)
    insert_rows(con, "by_hand", beside)
    steps = steps_of_cases(vocabulary)
    con.execute(f"""
    CREATE OR REPLACE TABLE held AS
    SELECT c.school, c.event FROM carries c ANTI JOIN where_logged USING (event)
    UNION ALL SELECT c.school, '{ANY_ENTRY}' FROM carries c WHERE list_contains({steps}::VARCHAR[], c.event)
      GROUP BY c.school HAVING count(DISTINCT c.event) = {len(steps)}
    UNION SELECT DISTINCT c.school, c.event FROM carries c SEMI JOIN where_logged USING (event) SEMI JOIN seen e USING (school, event)
    UNION SELECT DISTINCT school, event FROM seen WHERE scope IN {OWNED} ORDER BY ALL""")
    con.execute("""
    CREATE OR REPLACE TABLE beside AS
    SELECT c.school, c.event, max(e.day) AS last_day
    FROM carries c JOIN by_hand b USING (event) JOIN seen e ON e.school = c.school AND e.event = b.logged GROUP BY ALL""")


_CARRIED = """
CREATE OR REPLACE TABLE carried AS
SELECT school, event, bool_or(len(role) > 0) AS role, bool_or(len("with") > 0) AS "with",
  bool_or(len(covers) > 0) AS covers, bool_or(len("to") > 0) AS "to", bool_or(outcome IS NOT NULL) AS outcome,
  bool_or(until IS NOT NULL) AS until, bool_or(recorded IS NOT NULL) AS recorded, bool_or(tag IS NOT NULL) AS tag
FROM seen GROUP BY school, event"""

_SAYS_WHEN_ENTERED = """
SELECT s.school, d.event, true AS recorded
FROM (VALUES ('off_rolled', 'leaving_entered'), ('left_roll', 'leaving_entered'), ('on_rolled', 'entry_entered')) d(event, entered)
JOIN supplied s ON s.table_name = 'pupils' AND s.column_name = d.entered
ANTI JOIN always_blank b ON b.school = s.school AND b.column_name = d.entered
ANTI JOIN carried c ON c.school = s.school AND c.event = d.event"""
"""SQL: what is dated by the roll, where the roll says on which day that was entered."""
