"""Runs cases: all that have the same settings in one pass through the tables, the facts and both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ehe_rules.casebook.found import find_cases
from ehe_rules.casebook.results import CaseResult, Verdict, result_of
from ehe_rules.casebook.rows import columns_left_out, tables_of
from ehe_rules.casebook.school_days import calendar_path, read_calendar
from ehe_rules.rulebook.load import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from ehe_rules.casebook.found import Found
    from ehe_rules.facts.compile import CompiledRule
    from ehe_rules.judge import Judgement

Engine = Literal["columnar", "both"]
Group = tuple[tuple[tuple[str, str], ...], "Path", str]


def run_cases(
    folders: Sequence[Path], *, rule: str | None = None, engine: Engine = "both"
) -> list[CaseResult]:
    """Run the cases of the rulesets in these folders (of one rule, or of all) and return their results, in order.

    With `both` the second engine judges them too, where it is installed, and a difference fails the case. Raises
    RulebookError for a ruleset or a case that cannot be read.
    """
    groups: dict[Group, list[Found]] = {}
    for found in find_cases(folders, rule):
        # Cases that share settings, calendar and vocabulary can stand side by side.
        key = (
            found.settings,
            calendar_path(found.ruleset.folder),
            found.ruleset.vocabulary.model_dump_json(),
        )
        groups.setdefault(key, []).append(found)
    results = [
        r for (settings, path, _), cases in groups.items() for r in _run(cases, dict(settings), path, engine)
    ]
    return sorted(results, key=lambda r: (r.rule, r.path, r.line))


def _run(
    cases: Sequence[Found], settings: Mapping[str, str], calendar: Path, engine: Engine
) -> list[CaseResult]:
    from ehe_rules.exports import from_frames  # noqa: PLC0415 - heavy
    from ehe_rules.judge import judge, words_of  # noqa: PLC0415 - heavy

    vocabulary = cases[0].ruleset.vocabulary
    tables = tables_of(cases, read_calendar(calendar))
    con = from_frames(tables, words_of(vocabulary)).con
    _leave_out_columns(con, cases)
    _audit_each(con, cases)
    judgement = judge(con, _compiled(cases, settings), vocabulary)
    verdicts = _verdicts(judgement)
    second, differences = _cross_check(judgement, engine)
    engines = ("columnar", "durable") if second else ("columnar",)
    return [
        result_of(found, tuple(verdicts.get((found.rule.id, found.school), ())), engines, tuple(differences.get(found.school, ())))
        for found in cases
    ]  # fmt: skip


def _compiled(cases: Sequence[Found], settings: Mapping[str, str]) -> list[CompiledRule]:
    """Return the rules that the cases belong to, with the settings in force."""
    from ehe_rules.judge import compile_rules  # noqa: PLC0415 - heavy

    folders = {found.ruleset.name: found.ruleset.folder for found in cases}
    wanted = {found.rule.id for found in cases}
    compiled = compile_rules([load_ruleset(folder, settings) for folder in folders.values()])
    return [c for c in compiled if c.id in wanted]


def _leave_out_columns(con: duckdb.DuckDBPyConnection, cases: Sequence[Found]) -> None:
    """Take columns of the roll out of `supplied` for the cases that leave them out."""
    for found in cases:
        for column in columns_left_out(found):
            gone = [found.school, column]
            con.execute(
                "DELETE FROM supplied WHERE school = ? AND table_name = 'pupils' AND column_name = ?", gone
            )


def _audit_each(con: duckdb.DuckDBPyConnection, cases: Sequence[Found]) -> None:
    """Make `audit`: every case's school is looked at on the case's own date."""
    con.execute("CREATE OR REPLACE TABLE audit (school VARCHAR, on_date DATE)")
    con.executemany("INSERT INTO audit VALUES (?, ?)", [[found.school, found.case.on] for found in cases])


def _verdicts(judgement: Judgement) -> dict[tuple[str, str], list[Verdict]]:
    """Return the verdicts by rule and school, in order of subject."""
    result: dict[tuple[str, str], list[Verdict]] = {}
    for kind in sorted(judgement.rules):
        rows = judgement.con.execute(f"""
          SELECT v.rule, b.school, b.id, v.status, DATE '1970-01-01' + v.due, DATE '1970-01-01' + v.done, v.late
          FROM verdicts v JOIN subjects_{kind} b USING (subject) WHERE v.about = '{kind}' ORDER BY v.rule, v.subject""")
        for rule, school, subject, status, *dates in rows.fetchall():
            # What does not concern a subject has no dates.
            due, done, late = dates if status != "not_applicable" else (None, None, None)
            result.setdefault((rule, school), []).append(Verdict(subject, status, due, done, late))
    return result


def _cross_check(judgement: Judgement, engine: Engine) -> tuple[bool, dict[str, list[str]]]:
    """Return whether the second engine judged every subject, and by school what the two differ on."""
    if engine == "columnar":
        return False, {}
    from ehe_rules.engines.agree import compare  # noqa: PLC0415 - only where a second engine is asked for
    from ehe_rules.engines.durable import available, judge_durable  # noqa: PLC0415 - as above

    if not available():
        return False, {}
    durable = judge_durable(judgement.con, judgement, limit=1_000_000)
    differences: dict[str, list[str]] = {}
    for difference in compare(judgement.con, durable):
        differences.setdefault(difference.subject.split("/")[1], []).append(str(difference))
    return not durable.notice, differences
