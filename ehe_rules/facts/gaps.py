"""SQL for recurrence: the gaps between entries from B until C, as facts that both engines read.

Columns of a Gaps term: `known` (1 unless B or C is uncertain, A may be missing from the export, or a school-day number
lies outside the calendar), `sure` (1 unless more could only have helped: a leaving that is not known, which would have
shortened the span, or entries of a kind that `any_entry` stands for and no export can hold), `open` (1 if only the audit date ended the span), `entries` (days with an A in the span), `over` (excess over P of the longest
gap that an A ended, <= 0 if none was too long), `frozen` (1 if the case's closing before anything was overdue ended it), `last_over` and `last_due` (excess
and last day of the gap that the span's end ended), `due` (last day of the open gap, or of the earliest gap that was too long), `done` (day of the last A).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import BEYOND, NEVER
from ehe_rules.facts.entry_tests import which_entries
from ehe_rules.facts.gap_lengths import measured_sql, undecided_sql
from ehe_rules.facts.qualify import qualifies
from ehe_rules.facts.refs import amount_sql, bound
from ehe_rules.facts.terms import as_anchor
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Gaps, TermList


def gaps_sql(kind: str, gaps: Gaps, terms: TermList, facts: str) -> str:
    """Return SQL: one row for each subject with the Gaps columns, from the table `facts` that holds what it rests on."""
    p = terms.prefix(gaps)
    start = as_anchor(gaps.start)
    until = terms.prefix(gaps.until)
    b_lo, b_hi = bound(start, "lo", terms), bound(start, "hi", terms)
    all_held, carried = _held(gaps), _carried(kind, gaps)
    return f"""
    WITH span AS (
      SELECT f.subject, f.school, f.on_day, f.freeze_day, (f.roll_known OR NOT f.leaving_ends) AND {all_held} AS sure, {b_lo} AS b, {amount_sql(gaps.amount, terms)} AS p,
        least({until}_hi, f.close_day, f.ends_day, f.on_day) AS e,
        least({until}_hi, f.close_day, f.ends_day) > f.on_day AS open,
        {b_lo} = {b_hi} AND {b_hi} < {BEYOND} AND ({until}_lo = {until}_hi OR {until}_lo >= least(f.close_day, f.ends_day, f.on_day + 1))
          AND coalesce({carried}, false) AS known
      FROM {facts} f),
    qualifying AS (
      SELECT x.subject, x.day, max(x.q) AS q FROM ({_entries(kind, gaps)}) x JOIN span USING (subject) WHERE x.q > 0 AND x.day BETWEEN span.b AND span.e GROUP BY x.subject, x.day),
    marks AS (
      -- where B is still to come, the gap that runs from it is empty
      SELECT subject, school, p, b AS day, 0 AS kind FROM span WHERE known AND (b <= e OR open)
      UNION ALL SELECT DISTINCT q.subject, span.school, span.p, q.day, 1 FROM qualifying q JOIN span USING (subject) WHERE known AND q = 2
      UNION ALL SELECT subject, school, p, greatest(b, e), 2 FROM span WHERE known AND (b <= e OR open)),
    gap AS (
      SELECT m.subject, m.day, m.kind, m.p, m.school, lag(m.day) OVER w AS previous, lag(m.kind) OVER w AS previous_kind
      FROM marks m WINDOW w AS (PARTITION BY m.subject ORDER BY m.day, m.kind)),
    measured AS ({measured_sql(gaps)}),
    judged AS (
      SELECT s.subject,
        coalesce({undecided_sql(gaps)}, false) AS outside,
        max(g.excess) FILTER (g.kind < 2) AS over,
        max(g.excess) FILTER (g.kind = 2) AS last_over,
        max(g.due) FILTER (g.kind = 2) AS last_due,
        min(g.due) FILTER (g.excess > 0) AS closed_due
      FROM span s LEFT JOIN measured g USING (subject) GROUP BY s.subject),
    counted AS (
      SELECT subject, count(*) FILTER (q = 2) AS entries, count(*) FILTER (q = 1) AS unsure, max(day) FILTER (q = 2) AS done
      FROM qualifying GROUP BY subject)
    SELECT s.subject,
      CAST(CASE WHEN s.known AND NOT j.outside AND coalesce(n.unsure, 0) = 0 THEN 1 ELSE 0 END AS INTEGER) AS {p}_known,
      CAST(s.sure AS INTEGER) AS {p}_sure,
      CAST(s.open AS INTEGER) AS {p}_open,
      CAST(CASE WHEN s.e = s.freeze_day AND s.b <= s.e THEN 1 ELSE 0 END AS INTEGER) AS {p}_frozen,
      CAST(coalesce(n.entries, 0) AS INTEGER) AS {p}_entries, CAST(coalesce(j.over, 0) AS INTEGER) AS {p}_over,
      CAST(coalesce(j.last_over, 0) AS INTEGER) AS {p}_last_over, CAST(coalesce(j.last_due, {NEVER}) AS INTEGER) AS {p}_last_due,
      CAST(CASE WHEN s.open THEN j.last_due ELSE j.closed_due END AS INTEGER) AS {p}_due,
      CAST(coalesce(n.done, {NEVER}) AS INTEGER) AS {p}_done
    FROM span s LEFT JOIN judged j USING (subject) LEFT JOIN counted n USING (subject)"""


def _entries(kind: str, gaps: Gaps) -> str:
    """Return SQL: the entries of all subjects that may count, and whether they do (0, 1, 2)."""
    return " UNION ALL ".join(
        f"SELECT m.subject, m.day, m.nlo, m.nhi, {qualifies(e)} AS q FROM members_{kind} m "
        f"WHERE {which_entries(e.event, kind)}"
        for e in gaps.events
    )


def _held(gaps: Gaps) -> str:
    """Return SQL: whether the exports can hold every kind that `any_entry` stands for, where that is asked for."""
    return " AND ".join(_is_held(e) for e in gaps.events if e.event == s.ANY_ENTRY) or "true"


def _is_held(event: s.EventRef) -> str:
    return f"f.school IN (SELECT school FROM held WHERE event = '{event.event}')"


def _carried(kind: str, gaps: Gaps) -> str:
    """Return SQL: whether the exports can hold such entries at all, and none of them is unclear."""
    # Of `any_entry` some kinds may be held and others not: what was logged counts, silence does not.
    carried = [
        "f.school IN (SELECT school FROM carries)" if e.event == s.ANY_ENTRY else _is_held(e)
        for e in gaps.events
    ]
    clear = [
        f"f.subject NOT IN (SELECT u.subject FROM unclear_{kind} u WHERE "
        + ("u.scope = 'case')" if e.event == s.ANY_ENTRY else f"u.event = '{e.event}')")
        for e in gaps.events
    ]
    return " AND ".join([*carried, *clear])
