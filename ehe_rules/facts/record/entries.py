"""Entries: every event that the record holds by the audit date, and those that the tool dates itself, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, NEVER, entered_sql
from ehe_rules.facts.marks.days import ATTENDED
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.marks.half_days import VALID
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.record.family import FAMILY_HISTORY
from ehe_rules.facts.record.logged import add_proofs, covers_sql, ehe_tag_sql, logged_on_sql
from ehe_rules.facts.record.owners import OWNED, OWNED_EVENTS, OWNED_UNCLEAR
from ehe_rules.facts.record.register import ENTERED, ON_REGISTER
from ehe_rules.facts.subjects.authority import add_authority_entries
from ehe_rules.facts.subjects.intakes import BEFORE_ENTRY, OF_INTAKE
from ehe_rules.problems import insert_rows
from ehe_rules.rulebook.syntax import ANY_ENTRY

if TYPE_CHECKING:
    from collections.abc import Collection

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


def build_entries(
    con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, names: Collection[str] = ()
) -> None:
    """Make `entries` (with the school-day bounds of each of their dates): what was seen, and what roll, marks and register date.

    `names`: what the rules name; of the events dated from marks only those are made.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE undated AS
    SELECT entry, school, pupil, event, scope, day, entered_day,
      CAST(until - {EPOCH} AS INTEGER) AS until_day, role, "with" AS others, covers, "to" AS sent_to, outcome,
      unsure, lower(tag) AS tag, {ehe_tag_sql(vocabulary)} AS ehe_tag, logged_on, ref, true AS sure, NULL::BIGINT AS roll
    FROM seen""")
    for sql in (
        _OFF_ROLLED,
        _LEFT,
        _ENTERED,
        _ATTENDED,
        OF_INTAKE,
        BEFORE_ENTRY,
        *(f"FROM dated_{name}" for name in FROM_MARKS if name in names),
    ):
        con.execute(f"INSERT INTO undated BY NAME {sql}")
    if any(vocabulary.scopes.get(name) == "la" for name in names):
        add_authority_entries(con, vocabulary)
    if FAMILY_EVENT in names:
        con.execute(f"INSERT INTO undated BY NAME {FAMILY_HISTORY}")
    if ON_REGISTER in names:
        con.execute(f"INSERT INTO undated BY NAME {ENTERED}")
    con.execute(f"""
    CREATE OR REPLACE TABLE entries AS
    SELECT u.*, d.n_lo AS nlo, d.n_hi AS nhi,
      CASE WHEN u.entered_day = {NEVER} THEN {NEVER} ELSE e.n_lo END AS entered_nlo,
      CASE WHEN u.entered_day = {NEVER} THEN {NEVER} ELSE e.n_hi END AS entered_nhi,
      t.n_lo AS until_nlo, t.n_hi AS until_nhi
    FROM undated u
    LEFT JOIN days d ON d.school = u.school AND d.day = u.day
    LEFT JOIN days e ON e.school = u.school AND e.day = u.entered_day
    LEFT JOIN days t ON t.school = u.school AND t.day = u.until_day""")


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

_OFF_ROLLED = f"""
SELECT school, pupil, 'off_rolled' AS event, 'case' AS scope, left_day AS day,
  {entered_sql("leaving_entered")} AS entered_day, ehe = 'yes' AS sure, roll
FROM spells WHERE ehe IN ('yes', 'unknown') AND left_day < {NEVER}"""

_LEFT = f"""
SELECT school, pupil, 'left_roll' AS event, 'pupil' AS scope, left_day AS day,
  {entered_sql("leaving_entered")} AS entered_day, true AS sure, roll
FROM spells WHERE left_day < {NEVER}"""

_ENTERED = f"""
SELECT school, pupil, 'on_rolled' AS event, 'pupil' AS scope, entry_day AS day,
  {entered_sql("entry_entered")} AS entered_day, true AS sure, roll
FROM spells WHERE entry_day > {ANY} AND entry_date <= on_date"""

# Present marks after the day that the last letter of the spell names; the letter's last named day of several on that day.
_ATTENDED = f"""
SELECT s.school, s.pupil, 'attended_after_notice' AS event, 'pupil' AS scope,
  CAST(min(m.date) - {EPOCH} AS INTEGER) AS day, true AS sure, s.roll
FROM (
  SELECT s.school, s.pupil, s.roll, s.on_date, s.next_entry_day, max_by(coalesce(e.until, DATE '9999-12-31'), (e.date, coalesce(e.until, DATE '0001-01-01'))) AS last_day
  FROM spells s JOIN seen e ON e.school = s.school AND e.pupil = s.pupil AND e.event = 'notification_received'
    AND e.day >= s.entry_day AND e.day < s.next_entry_day
  GROUP BY ALL) s
JOIN attendance m ON m.school = s.school AND m.pupil = s.pupil AND m.date > s.last_day AND m.date <= s.on_date
  AND m.date - {EPOCH} < s.next_entry_day
JOIN codes c ON c.code = m.code AND {VALID}
WHERE c.class IN {ATTENDED}
GROUP BY s.school, s.pupil, s.roll"""
