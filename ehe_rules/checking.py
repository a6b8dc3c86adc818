"""The whole path, in its order: exports, tables, facts, verdicts, findings. Reports are written from what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ehe_rules.errors import RulebookError
from ehe_rules.result import Result
from ehe_rules.rulebook.commenced import as_if_commenced, binding, check_acts
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.names import nearest
from ehe_rules.rulebook.ruleset import Ruleset, find_ruleset, rulesets_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    import pandas as pd

    from ehe_rules.judge import Judgement

Engine = Literal["both", "columnar", "durable"]
DEFAULT_RULESETS = ("hcat-ehe", "england")
STATUSES = ("not_met", "late", "due", "cannot_tell", "met", "waived", "indicator")


class Checked(Result):
    """The result of a check: its frames, a summary, and a way to write the reports."""

    @property
    def summary(self) -> pd.DataFrame:
        """Return how many verdicts of each status each school has: a row per school, a column per status; the trust's and an authority's under ''."""
        import pandas as pd  # noqa: PLC0415 - heavy; only where it is asked for

        from ehe_rules.reporting.rows import is_of_authority  # noqa: PLC0415 - with it come heavy modules

        theirs = self.findings["about"].map(is_of_authority).astype(bool)
        counted = pd.crosstab(self.findings["school"].mask(theirs, ""), self.findings["status"])
        return counted.reindex(columns=list(STATUSES), fill_value=0).sort_index()

    def write(self, folder: str | Path) -> list[Path]:
        """Write every report into a folder and return the files written."""
        from ehe_rules.reporting import write  # noqa: PLC0415 - heavy; only where it is asked for

        return write(self, Path(folder))


def load_rulesets(
    names: Sequence[str], settings: Mapping[str, str] | None = None, *, with_cases: bool = True
) -> list[Ruleset]:
    """Load rulesets by name or folder, each once, in order of name; `settings` are parameters set for this run.

    Where nothing is asked of rules' cases, those of the project's own rulesets, tested as they are, need not be read.
    """
    folders = {find_ruleset(name).resolve(): None for name in names or DEFAULT_RULESETS}
    own = rulesets_folder().resolve()
    loaded = sorted(
        (load_ruleset(f, settings, with_cases=with_cases or f.parent != own) for f in folders),
        key=lambda r: r.name,
    )
    _refuse_twins(loaded)
    known = {name for r in loaded for name in (*r.parameters, *r.vocabulary.figures, *r.role_groups)}
    for name in settings or {}:
        if name not in known:
            where = ", ".join(r.name for r in loaded)
            raise RulebookError(f"There is no parameter '{name}' in {where}.{nearest(name, known)}")
        if any(name in r.parameters and r.parameters[name].choice_of == "law" for r in loaded):
            raise RulebookError(f"The parameter '{name}' is the law's own figure; it cannot be set.")
    if len({r.vocabulary.model_dump_json() for r in loaded}) > 1:
        raise RulebookError("These rulesets have vocabularies of their own; check them one at a time.")
    return loaded


def _refuse_twins(rulesets: Sequence[Ruleset]) -> None:
    for one, two in pairwise(rulesets):
        if one.name == two.name:
            raise RulebookError(
                f"{one.folder} and {two.folder} are both rulesets named '{one.name}', so their rules could not be told apart; "
                "rename one of the folders, or give only one of them."
            )


def check(  # noqa: PLR0913 - the library's door: each is a choice of the caller's, by name
    exports: str | Path | Sequence[str | Path] | Mapping[str, Any],
    *,
    on: date,
    rulesets: Sequence[str] = DEFAULT_RULESETS,
    engine: Engine = "both",
    profiles: Sequence[Path] = (),
    templates: Sequence[Path] = (),
    settings: Mapping[str, str] | None = None,
    school: str | None = None,
    assume_commenced: Sequence[str] = (),
    changes_of: Collection[str] = (),
) -> Checked:
    """Check exports (paths, or tables by name) as on a date and return the result.

    Rules that await an act's commencement are judged only for the acts in `assume_commenced`, into `preview`.
    Of the rules `changes_of` (ids) the findings say besides, in a column `change`, what would change each verdict.

    Raises an EheRulesError (with the message for the user and the exit status) where rulesets or exports cannot be
    used, or where the two engines disagree.
    """
    from ehe_rules.exports import from_frames, load  # noqa: PLC0415 - heavy
    from ehe_rules.facts.figures import figures_of  # noqa: PLC0415 - heavy
    from ehe_rules.findings.one_school import keep_school  # noqa: PLC0415 - heavy
    from ehe_rules.findings.problems import add_problems  # noqa: PLC0415 - heavy
    from ehe_rules.findings.review import build_review  # noqa: PLC0415 - heavy
    from ehe_rules.judge import audit_on, compile_rules, judge, words_of  # noqa: PLC0415 - heavy

    given_rulesets = load_rulesets(rulesets, settings, with_cases=False)
    acts = check_acts(assume_commenced, given_rulesets)
    loaded = [binding(ruleset) for ruleset in given_rulesets]
    vocabulary = loaded[0].vocabulary
    if isinstance(exports, Mapping):
        tables = from_frames(exports, words_of(vocabulary))
    else:
        given = [exports] if isinstance(exports, (str, Path)) else exports
        tables = load([Path(p) for p in given], words_of(vocabulary), profiles, templates)
    audit_on(tables.con, on)
    figures = figures_of(vocabulary, [r.parameters for r in loaded])
    # What a ruleset has is set in it by now, in its own unit; the rest has the vocabulary's value.
    of_rulesets = {name for r in loaded for name in r.parameters}
    figures |= {n: value for n, value in (settings or {}).items() if n in figures and n not in of_rulesets}

    def judged(held: Sequence[Ruleset]) -> Judgement:
        return judge(tables.con, compile_rules(held), vocabulary, figures)

    # Previews first: what is judged after them stands alone in the tables that the report is written from.
    previews = {act: _preview(judged, given_rulesets, act, engine, school) for act in acts}
    judgement = judge(tables.con, compile_rules(loaded), vocabulary, figures)
    engines = _compare(judgement, engine)
    # Before other schools are left out: where a school's own past is too short, it is compared with the trust's; and
    # what is wrong with a row shows only beside the others.
    build_review(tables.con, loaded)
    add_problems(tables.con)
    if school is not None:
        keep_school(judgement, school)
    # `since` is the command line's: what it leaves out it takes out of this result.
    said = {"engines": engines, "parameters_set": dict(settings or {}), "school": school, "since": None}
    return _with_previews(_result(judgement, loaded, on, said, changes_of), previews, given_rulesets)


def _preview(
    judged: Callable[[Sequence[Ruleset]], Judgement],
    rulesets: Sequence[Ruleset],
    act: str,
    engine: Engine,
    school: str | None,
) -> pd.DataFrame:
    """Return the verdicts of the rules that await an act, as if it had been in force all along."""
    from ehe_rules.findings.evidence import build_evidence  # noqa: PLC0415 - heavy
    from ehe_rules.findings.tables import findings_frame  # noqa: PLC0415 - heavy

    held = [as_if_commenced(ruleset, {act}) for ruleset in rulesets]
    judgement = judged(held)
    _compare(judgement, engine)
    build_evidence(judgement.con, [r for several in judgement.rules.values() for r in several])
    frame = findings_frame(judgement, held, rulesets[0].vocabulary)
    return frame if school is None else frame[frame["school"] == school].reset_index(drop=True)


def _with_previews(
    result: Checked, previews: Mapping[str, pd.DataFrame], rulesets: Sequence[Ruleset]
) -> Checked:
    """Return a result with its previews, each verdict beside today's, and their counts in the manifest."""
    if not previews:
        return result
    import pandas as pd  # noqa: PLC0415 - heavy

    from ehe_rules.findings.preview import counted, preview_frame  # noqa: PLC0415 - heavy

    frames = {
        act: preview_frame(frame, result.findings, rulesets, act) for act, frame in sorted(previews.items())
    }
    manifest = {**result.manifest, "assumed_commenced": counted(frames)}
    return replace(result, preview=pd.concat(frames.values(), ignore_index=True), manifest=manifest)


def _compare(judgement: Judgement, engine: Engine) -> dict[str, object]:
    """Have durable-rules judge the same facts and compare; say in the manifest what was compared."""
    one = {"names": ["columnar"], "compared": 0, "differences": 0}
    if engine == "columnar":
        return {**one, "notice": "Judged by one engine, as asked for: verdicts were not cross-checked."}
    from ehe_rules.engines.agree import check_agreement  # noqa: PLC0415 - only where a second engine is asked for
    from ehe_rules.engines.durable import NOT_INSTALLED, available, judge_durable  # noqa: PLC0415 - as above

    if not available():
        if engine == "durable":
            raise RulebookError(
                "durable-rules is not installed here (it needs a C compiler); use --engine columnar."
            )
        return {**one, "notice": NOT_INSTALLED}
    everything = 1_000_000 if engine == "durable" else 2_000
    durable = judge_durable(judgement.con, judgement, limit=everything)
    check_agreement(judgement.con, durable)
    found: dict[str, object] = {
        "names": ["columnar", "durable-rules"],
        "compared": durable.compared,
        "differences": 0,
        "subjects": dict(sorted(durable.subjects.items())),
        "judged_by_both": durable.judged,
    }
    if not durable.notice:
        return found
    # A sample is how a large run is meant to be; an engine that broke off is for the top of the page.
    return {**found, "sample" if durable.ended == "judged" else "notice": durable.notice}


def _result(
    judgement: Judgement,
    rulesets: Sequence[Ruleset],
    on: date,
    said: Mapping[str, object],
    changes_of: Collection[str],
) -> Checked:
    from ehe_rules.findings import tables as f  # noqa: PLC0415 - heavy
    from ehe_rules.findings.evidence import build_evidence  # noqa: PLC0415 - heavy
    from ehe_rules.findings.manifest import manifest  # noqa: PLC0415 - heavy
    from ehe_rules.findings.review import review_frames  # noqa: PLC0415 - heavy
    from ehe_rules.findings.rules import rules_frame  # noqa: PLC0415 - heavy

    con = judgement.con
    rules = [r for several in judgement.rules.values() for r in several]
    build_evidence(con, rules)
    findings: pd.DataFrame = f.findings_frame(judgement, rulesets, rulesets[0].vocabulary, changes_of)
    return Checked(
        findings=findings,
        subjects=f.subjects_frame(judgement),
        timeline=f.timeline_frame(judgement),
        pupils=f.pupils_frame(judgement),
        schools=f.plain_frame(judgement, "schools"),
        problems=f.plain_frame(judgement, "problems"),
        files=f.plain_frame(judgement, "files"),
        rules=rules_frame(rulesets),
        **review_frames(con),
        manifest=manifest(con, rulesets, on, said),
    )
