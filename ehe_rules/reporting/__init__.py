"""The reports: renderings of a result, in which nothing is computed anew."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ehe_rules.reporting.authority import authority_page
from ehe_rules.reporting.children import children
from ehe_rules.reporting.files import findings_csv, findings_json, manifest_json
from ehe_rules.reporting.focused.material import review_rows
from ehe_rules.reporting.focused.page import focused_page
from ehe_rules.reporting.focused.rises import rises
from ehe_rules.reporting.html import authority_html, focused_html, index_html, school_html
from ehe_rules.reporting.index import Surroundings, index_page
from ehe_rules.reporting.previews import preview_outputs, previews
from ehe_rules.reporting.redact import everybody, redactor
from ehe_rules.reporting.rows import authority_findings, only_of_authority, page_name, records, schools
from ehe_rules.reporting.run import run
from ehe_rules.reporting.school import Shared, school_page
from ehe_rules.reporting.tallies import tallies_by_school
from ehe_rules.reporting.verdicts import rules
from ehe_rules.reporting.workbook import findings_xlsx
from ehe_rules.reporting.writing import write_files
from ehe_rules.result import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from ehe_rules.result import Result

FORMATS = ("html", "csv", "json", "xlsx")
"""The kinds of output, by the ends of their names."""

AUTHORITY = "authority.html"
"""The page of an authority's own records, beside the overview of schools."""


def write(result: Result, out: Path, also: Mapping[str, bytes] | None = None) -> list[Path]:
    """Write the report of a result under `out` and return the files, sorted.

    `also` are further outputs of the same run (posix path below `out`: content); they are linked from the
    overview and listed in the manifest. If anything fails the folder is left as it was. Raises OSError.
    """
    outputs = {**render(result, sorted(also or ())), **(also or {})}
    return write_files({**outputs, MANIFEST: manifest_json(result.manifest, outputs)}, out)


def render(result: Result, also: Sequence[str] = (), formats: Collection[str] = FORMATS) -> dict[str, bytes]:
    """Return every output of these formats but the manifest, by its path below the report's folder (posix).

    The overview links to what is written: these and `also`.
    """
    this_run, known = run(result.manifest), rules(result.rules)
    found, hide = schools(result), redactor(everybody(result))
    alone = only_of_authority(result)
    compared = rises(result)
    reviews = {urn: one for urn, one in compared.items() if one.page}
    shared = Shared(
        records(result.files),
        records(result.problems),
        hide,
        rises=compared,
        parts=tallies_by_school(result.findings),
    )
    data = [name for name in ("findings.xlsx", "findings.csv", "findings.json") if _format(name) in formats]
    previewed = preview_outputs(previews(result), this_run)
    apart = [] if alone or not authority_findings(result) else [AUTHORITY]
    others = [*apart, *data, *(n for n in previewed if _format(n) in formats), *also, MANIFEST]
    of_authority = authority_page(result, this_run, known, hide, others if alone else [])
    overview = index_page(result, this_run, found, known, Surroundings(hide, others, compared))
    pages = [school_page(school, this_run, known, shared) for school in found]
    focused = [
        focused_page(reviews[page.urn], review_rows(result, page.urn), page, children(school))
        for school, page in zip(found, pages, strict=True)
        if page.urn in reviews
    ]
    outputs: dict[str, Callable[[], bytes]] = {
        "findings.csv": lambda: findings_csv(result.findings),
        "findings.json": lambda: findings_json(result.findings, result.manifest),
        "findings.xlsx": lambda: findings_xlsx(result, overview, pages, known),
        "index.html": lambda: index_html(overview),
        **({AUTHORITY: partial(authority_html, of_authority)} if of_authority else {}),
        **{f"schools/{page_name(page.urn)}": partial(school_html, page) for page in pages},
        **{page.rise.page: partial(focused_html, page) for page in focused},
        **previewed,
    }
    if alone and of_authority:
        # An authority's records are of no school: their page is the first, and the only one.
        outputs["index.html"] = outputs.pop(AUTHORITY)
    return {name: made() for name, made in outputs.items() if _format(name) in formats}


def _format(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".")
