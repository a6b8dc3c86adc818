"""Runs cases: many in one pass through the tables, the facts and both engines, a rule once for each settings asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ehe_rules.casebook.found import find_cases
from ehe_rules.casebook.results import CaseResult, Verdict, result_of
from ehe_rules.casebook.rows import columns_left_out, tables_of
from ehe_rules.casebook.school_days import calendar_path, read_calendar
from ehe_rules.problems import insert_rows
from ehe_rules.rulebook.commenced import whole_as_if_commenced
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.parameters import in_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

    from ehe_rules.casebook.found import Found, Settings
    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.judge import Judgement

Engine = Literal["columnar", "both"]

_AT_ONCE = 300
"""Cases in a pass, or little more: in a pass every rule judges every case's school, so that more take the longer the more they are."""


def run_cases(
    folders: Sequence[Path], *, rule: str | None = None, engine: Engine = "both"
) -> list[CaseResult]:
    """Run the cases of the rulesets in these folders (of one rule, or of all) and return their results, in order.

    With `both` the second engine judges them too, where it is installed, and a difference fails the case. Raises
    RulebookError for a ruleset or a case that cannot be read.
    """
    results = [
        result
        for calendar, cases in _passes(find_cases(folders, rule))
        for result in _run(cases, calendar, engine)
    ]
    return sorted(results, key=lambda r: (r.rule, r.path, r.line))


def _passes(cases: Iterable[Found]) -> list[tuple[Path, list[Found]]]:
    """Return the cases that are run together, with their calendar: those that share it, vocabulary and the figures of patterns.

    The cases of one rule that share all this are never parted.
    """
    passes: dict[tuple[Path, str, Settings], list[list[Found]]] = {}
    for found in cases:
        words = found.ruleset.vocabulary
        figures = tuple((name, value) for name, value in found.settings if name in words.figures)
        alike = passes.setdefault(
            (calendar_path(found.ruleset.folder), words.model_dump_json(), figures), [[]]
        )
        if len(alike[-1]) >= _AT_ONCE and alike[-1][-1].rule.id != found.rule.id:
            alike.append([])
        alike[-1].append(found)
    return [(calendar, together) for (calendar, _, _), alike in passes.items() for together in alike]


def _run(cases: Sequence[Found], calendar: Path, engine: Engine) -> list[CaseResult]:
    from ehe_rules.judge import judge  # noqa: PLC0415 - heavy

    compiled = _compiled(cases)
    vocabulary = cases[0].ruleset.vocabulary
    judgement = judge(lay_out(cases, calendar), list(compiled.values()), vocabulary, _figures(cases))
    verdicts = verdicts_by_school(judgement)
    second, differences = _cross_check(judgement, engine)
    engines = ("columnar", "durable") if second else ("columnar",)
    results = []
    for found in cases:
        judged_as = compiled[found.rule.id, found.settings].id
        got = tuple(verdicts.get((judged_as, found.school), ()))
        results.append(result_of(found, got, engines, tuple(differences.get(found.school, ()))))
    return results


def _figures(cases: Sequence[Found]) -> dict[str, str]:
    """Return the figures of the patterns in one pass: as the cases' rulesets have them, or as all of these cases set them."""
    from ehe_rules.facts.figures import figures_of  # noqa: PLC0415 - heavy

    vocabulary = cases[0].ruleset.vocabulary
    rulesets = {found.ruleset.name: found.ruleset.parameters for found in cases}
    held = figures_of(vocabulary, [rulesets[name] for name in sorted(rulesets)])
    own = cases[0].ruleset.parameters
    given = {name: in_unit(value, own[name].unit) for name, value in cases[0].settings if name in held}
    return held | given


def _compiled(cases: Sequence[Found]) -> dict[tuple[str, Settings], CompiledRule]:
    """Return the rules of the cases, once for each settings that a case of theirs asks for, each with a name of its own."""
    from ehe_rules.judge import compile_rules  # noqa: PLC0415 - heavy

    result: dict[tuple[str, Settings], CompiledRule] = {}
    for number, settings in enumerate(sorted({found.settings for found in cases})):
        wanted = {found.rule.id: found.ruleset.folder for found in cases if found.settings == settings}
        # Rules of an act that is not commenced have cases too: what they will say once it is.
        rulesets = [
            whole_as_if_commenced(load_ruleset(folder, dict(settings)))
            for folder in sorted(set(wanted.values()))
        ]
        for rule in compile_rules(rulesets):
            if rule.id in wanted:
                name = f"{rule.rule.name}#{number}" if settings else rule.rule.name
                result[rule.id, settings] = replace(rule, rule=replace(rule.rule, name=name))
    return result


def lay_out(cases: Sequence[Found], calendar: Path) -> duckdb.DuckDBPyConnection:
    """Return the tables in which these cases stand side by side, each at its own school and audit date.

    Raises RulebookError for a case or a calendar that cannot be read.
    """
    from ehe_rules.exports import from_frames  # noqa: PLC0415 - heavy
    from ehe_rules.judge import words_of  # noqa: PLC0415 - heavy

    words = words_of(cases[0].ruleset.vocabulary)
    con = from_frames(tables_of(cases, read_calendar(calendar)), words).con
    # What a case does not leave out could be there, though its one pupil's row says nothing under it.
    con.execute("DELETE FROM always_blank")
    _leave_out_columns(con, cases)
    _audit_each(con, cases)
    return con


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
    insert_rows(con, "audit", [[found.school, found.case.on] for found in cases])
    # Each case's school is a trust of its own.
    con.execute("CREATE OR REPLACE TABLE owners AS SELECT school, school AS owner FROM audit")


def verdicts_by_school(judgement: Judgement) -> dict[tuple[str, str], list[Verdict]]:
    """Return the verdicts by rule (as its engine names it) and school, in order of subject."""
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
