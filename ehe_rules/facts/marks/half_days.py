"""Half days: for every pupil and day with a mark what the marks of its morning and of its afternoon can mean.

One pass over `attendance`: all that is told of days and of sessions is read off these few bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.figures import listed

if TYPE_CHECKING:
    import duckdb

NOT_MADE = ("-", "#", "Z")
"""Cells of a register that say nothing of the pupil: no mark made, school closed as planned, not yet on the register."""

VALID = "m.date >= coalesce(c.valid_from, m.date) AND m.date <= coalesce(c.valid_to, m.date)"
"""SQL: the code `c` was in force on the day of the mark `m`."""

_MEANS = {
    "made": "m.code <> '-'",
    "present": "c.class = 'PRES'",
    "activity": "c.class = 'AEA'",
    "authorised": "c.class = 'AUTH'",
    "unauthorised": "c.class = 'UNAUTH'",
    "not_possible": "c.class = 'NPA'",
    "no_session": "m.code IN ('#', 'Z')",
    "unclear": f"c.class IS NULL AND m.code NOT IN {NOT_MADE}",
    "u": "m.code = 'U'",
    "i": "m.code = 'I'",
    "on_leave": "m.code IN ('R', 'T', 'E')",
}
"""SQL: what a code can mean on a day (m, and c its row of `codes`). `activity`: approved educational activity. `unclear`: a mark without
a class. `on_leave`: religious observance, a travelling parent, suspension."""

BITS = {name: 1 << place for place, name in enumerate((*_MEANS, "anxious"))}
"""Each meaning as a bit; `anxious`: a word or a code of the trust's lists stands with the mark."""


def in_sessions(name: str) -> str:
    """Return SQL over `half_days`: how many of the day's two sessions have a mark that can mean it."""
    return f"CAST(CASE WHEN am & {BITS[name]} > 0 THEN 1 ELSE 0 END + CASE WHEN pm & {BITS[name]} > 0 THEN 1 ELSE 0 END AS UTINYINT)"


# Words of a list are looked for as whole words: `anxious` is no part of `unanxious`.
_SPOKEN_OF = f"""
SELECT DISTINCT m.code, m.comment,
  lower(CAST(m.code AS VARCHAR)) IN {listed("anxiety_codes")} OR EXISTS (
    FROM {listed("anxiety_words")} w
    WHERE contains(' ' || trim(regexp_replace(lower(CAST(m.comment AS VARCHAR)), '[^a-z0-9]+', ' ', 'g')) || ' ',
                   ' ' || trim(regexp_replace(w.item, '[^a-z0-9]+', ' ', 'g')) || ' ')) AS anxious
FROM (SELECT DISTINCT code, comment FROM attendance) m WHERE anxious"""

_HALF_DAYS = f"""
WITH meant AS (
  SELECT m.code, m.date, CAST({" + ".join(f"CASE WHEN {test} THEN {BITS[name]} ELSE 0 END" for name, test in _MEANS.items())} AS USMALLINT) AS bits
  FROM (SELECT DISTINCT code, date FROM attendance) m LEFT JOIN codes c ON c.code = m.code AND {VALID}),
spoken_of AS ({_SPOKEN_OF}),
-- each pupil's texts are compared once, not at each of the marks
stays AS (
  SELECT w.school, w.pupil, s.roll, s.entry_day, least(s.on_date - {EPOCH} + 1, s.left_day, s.next_entry_day) AS end_day
  FROM (SELECT DISTINCT school, pupil FROM attendance) w JOIN spells s ON s.school = w.school AND s.pupil = w.pupil),
counted AS (
  SELECT s.roll, m.date,
    bit_or(CASE WHEN m.session = 'AM' THEN x.bits | CASE WHEN a.anxious THEN {BITS["anxious"]} ELSE 0 END ELSE 0 END) AS am,
    bit_or(CASE WHEN m.session = 'PM' THEN x.bits | CASE WHEN a.anxious THEN {BITS["anxious"]} ELSE 0 END ELSE 0 END) AS pm
  FROM attendance m JOIN meant x ON x.code = m.code AND x.date = m.date
  LEFT JOIN spoken_of a ON a.code = m.code AND a.comment IS NOT DISTINCT FROM m.comment
  JOIN stays s ON s.school = m.school AND s.pupil = m.pupil AND m.date - {EPOCH} >= s.entry_day AND m.date - {EPOCH} < s.end_day
  GROUP BY s.roll, m.date)
SELECT CAST(x.roll AS INTEGER) AS roll, d.day, coalesce(d.school_day AND d.n_lo = d.n_hi, false) AS school_day, d.n,
  CAST(x.am AS USMALLINT) AS am, CAST(x.pm AS USMALLINT) AS pm
FROM counted x JOIN spells s USING (roll) JOIN days d ON d.school = s.school AND d.date = x.date"""


def build_half_days(con: duckdb.DuckDBPyConnection) -> None:
    """Make `half_days(roll, day, school_day, n, am, pm)`: a row for each spell on roll and day with a mark, by the audit date.

    `am` and `pm`: all that the marks of the session mean (`BITS`); marks that contradict one another mean all they say.
    """
    con.execute(f"CREATE OR REPLACE TABLE half_days AS {_HALF_DAYS}")
