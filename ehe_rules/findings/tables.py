"""The frames of a Result: findings explained, subjects, timelines, pupils, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, BEYOND, EPOCH
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.findings.evidence import PLACE
from ehe_rules.findings.explain import explain
from ehe_rules.result import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from ehe_rules.judge import Judgement
    from ehe_rules.rulebook.ruleset import Ruleset
    from ehe_rules.rulebook.vocabulary import Vocabulary

LOGGED = "entry in the log"
"""What shows a leaving for home education where no roll does."""

DAY = "coalesce(strftime({epoch} + {0}, '%Y-%m-%d'), '')"


def iso(column: str) -> str:
    """Return SQL: a day number as an ISO date, '' where it is none."""
    return f"CASE WHEN {column} > {ANY} AND {column} < {BEYOND} THEN {DAY.format(column, epoch=EPOCH)} ELSE '' END"


def findings_frame(
    judgement: Judgement,
    rulesets: Sequence[Ruleset],
    vocabulary: Vocabulary,
    changes_of: Collection[str] = (),
) -> pd.DataFrame:
    """Return every verdict but not_applicable, explained, in the contract's order.

    With rules in `changes_of` (ids) a last column, `change`, says of their verdicts what would change them.
    """
    con = judgement.con
    explain(judgement, rulesets, vocabulary, changes_of)
    columns = ", ".join(f'"{c}"' for c in (*COLUMNS["findings"], *(["change"] if changes_of else ())))
    by_days = ", ".join(
        f"'{name}'" for name, kind in KINDS.items() if kind.whose == "authority" or name == "authority"
    )
    unions = " UNION ALL ".join(
        f"SELECT '{kind}' AS about, subject AS number, id, school, at_school, pupil, upn FROM subjects_{kind}"
        for kind in sorted(judgement.rules)
    )
    return con.execute(f"""
    WITH subject AS ({unions}),
    whole AS (
      SELECT r.*, v.about AS about, s.id AS subject, s.at_school AS school, s.pupil, s.upn, v.status, {iso("v.due")} AS due_on, {iso("v.done")} AS done_on,
        coalesce(CAST(v.late AS VARCHAR), '') AS days_late, x.reason, x.change, coalesce(e.places, '') AS evidence,
        coalesce(strftime(least(n.first_date, {EPOCH} + v.due), '%Y-%m-%d'), {iso("v.due")}) AS "by", coalesce(l."case", '') AS "case"
      FROM verdicts v
      JOIN subject s ON s.about = v.about AND s.number = v.subject
      JOIN rule_rows r ON r.id = v.rule
      LEFT JOIN explained x ON x.about = v.about AND x.subject = v.subject AND x.rule = v.rule
      LEFT JOIN evidence e ON e.about = v.about AND e.subject = v.subject AND e.rule = v.rule
      LEFT JOIN links l ON l.about = v.about AND l.number = v.subject
      -- an authority works by the calendar's days, a school by school days
      LEFT JOIN days d ON d.school = s.school AND d.day = v.due AND d.n_lo = d.n_hi AND v.about NOT IN ({by_days})
      LEFT JOIN day_numbers n ON n.school = s.school AND n.n = d.n
      WHERE v.status <> 'not_applicable'),
    noted AS (
      SELECT w.*, concat_ws(' ', nullif(w.standing, ''), CASE WHEN w.status = 'met' THEN nullif(w.if_met, '') END, (
        SELECT string_agg('Yields to ' || o.id || ' (' || o.title || '): the law sets the day.', ' ' ORDER BY o.id)
        FROM whole o WHERE list_contains(w.yields_to, o.id) AND o."case" = w."case" AND w."case" <> '')) AS note
      FROM whole w)
    SELECT {columns} FROM noted ORDER BY ruleset, rule, school, subject""").df()


# Without leaving dates of a roll a log may say who left for home education.
_CASES = f"""(SELECT s.* REPLACE (coalesce(m.day, s.left_day) AS left_day,
    CASE WHEN m.day IS NULL THEN s.ehe ELSE 'yes' END AS ehe, CASE WHEN m.day IS NULL THEN s.ehe_by ELSE '{LOGGED}' END AS ehe_by)
  FROM subjects_case s LEFT JOIN (SELECT subject, min(day) AS day FROM members_case
    WHERE event = 'off_rolled' AND entry IS NOT NULL GROUP BY subject) m USING (subject))"""


def subjects_frame(judgement: Judgement) -> pd.DataFrame:
    """Return every subject with its dates. Reads `unexplained` (unexplained.py) besides what was judged."""
    parts = [
        f"""SELECT id AS subject, '{kind}' AS about, at_school AS school, pupil, upn, {iso("open_day")} AS opened_on, coalesce(opened_by, '') AS opened_by,
        CASE WHEN close_day <= on_day THEN {iso("close_day")} ELSE '' END AS closed_on, coalesce(closed_by, '') AS closed_by,
        CASE WHEN left_day > close_day THEN '' ELSE {iso("left_day")} END AS off_rolled_on,
        CASE WHEN left_day > close_day THEN '' ELSE ehe END AS ehe, ehe_by,
        CASE WHEN left_day <= close_day AND roll IN (SELECT roll FROM unexplained) THEN 'yes' ELSE '' END AS unexplained
        FROM {"subjects_" + kind if kind != "case" else _CASES}"""
        for kind in sorted({*judgement.rules, "case"})
    ]
    return judgement.con.execute(f"{' UNION ALL '.join(parts)} ORDER BY school, about, subject").df()


def timeline_frame(judgement: Judgement) -> pd.DataFrame:
    """Return the entries of every case in order, in words, with their place."""
    said = """concat_ws('; ',
      CASE WHEN len(m.role) > 0 THEN 'by ' || replace(array_to_string(m.role, ', '), '_', ' ') END,
      CASE WHEN len(m.others) > 0 THEN 'with ' || replace(array_to_string(m.others, ', '), '_', ' ') END,
      CASE WHEN len(m.sent_to) > 0 THEN 'to ' || replace(array_to_string(m.sent_to, ', '), '_', ' ') END,
      CASE WHEN len(m.covers) > 0 THEN 'covering ' || replace(array_to_string(m.covers, ', '), '_', ' ') END,
      replace(m.outcome, '_', ' '),
      CASE WHEN m.until_day IS NOT NULL THEN 'until ' || strftime(DATE '1970-01-01' + m.until_day, '%-d %b %Y') END,
      CASE WHEN m.event = 'off_rolled' THEN 'recognised by ' || nullif(b.ehe_by, '') END)"""
    # What marks that are missing may hide is no entry.
    listed = ", ".join(f"'{e}'" for e in FROM_MARKS)
    return judgement.con.execute(f"""
    SELECT b.id AS "case", b.school, {iso("m.day")} AS "date",
      {iso("m.entered_day")} AS recorded, m.event, {said} AS words,
      coalesce({PLACE.format("e")}, {PLACE.format("r")}, '') AS evidence,
      CASE WHEN m.day < b.open_day AND m.scope = 'case' THEN 'yes' ELSE '' END AS before_window
    FROM members_case m JOIN subjects_case b USING (subject)
    LEFT JOIN events e ON e.entry = m.entry LEFT JOIN roll r ON r.roll = m.roll
    WHERE m.event NOT IN ('on_rolled') AND (m.sure OR m.event NOT IN ({listed})) AND NOT (m.event = 'left_roll' AND b.ehe <> 'no')
    ORDER BY b.id, m.day, m.event, evidence""").df()


def pupils_frame(judgement: Judgement) -> pd.DataFrame:
    """Return what reports show of each pupil: the latest roll row."""
    blank = ", ".join(
        f"coalesce(CAST({c} AS VARCHAR), '') AS {c}"
        for c in COLUMNS["pupils"]
        if c not in ("school", "pupil")
    )
    return judgement.con.execute(f"""
    SELECT school, pupil, {blank} FROM spells
    QUALIFY row_number() OVER (PARTITION BY school, pupil ORDER BY spell_no DESC) = 1 ORDER BY school, pupil""").df()


def plain_frame(judgement: Judgement, table: str) -> pd.DataFrame:
    """Return a table of the exports step (schools, problems, files) as text."""
    columns = ", ".join(f'coalesce(CAST(t."{c}" AS VARCHAR), \'\') AS "{c}"' for c in COLUMNS[table])
    order = {
        "problems": "CASE t.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, t.file, t.sheet, t.row, t.\"column\", t.message"
    }
    return judgement.con.execute(f"SELECT {columns} FROM {table} t ORDER BY {order.get(table, 'ALL')}").df()
