"""The reports: renderings of a result, in which nothing is computed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting.files import findings_csv, findings_json, manifest_json
from ehe_rules.reporting.html import index_html, school_html
from ehe_rules.reporting.index import Surroundings, index_page
from ehe_rules.reporting.redact import everybody, redactor
from ehe_rules.reporting.rows import records, schools
from ehe_rules.reporting.run import run
from ehe_rules.reporting.school import Shared, school_page
from ehe_rules.reporting.verdicts import rules
from ehe_rules.reporting.writing import MANIFEST, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ehe_rules.result import Result


def write(result: Result, out: Path, also: Mapping[str, bytes] | None = None) -> list[Path]:
    """Write the report of a result under `out` and return the files, sorted.

    `also` are further outputs of the same run (posix path below `out`: content); they are linked from the
    overview and listed in the manifest. If anything fails the folder is left as it was. Raises OSError.
    """
    outputs = {**render(result, sorted(also or ())), **(also or {})}
    return write_files({**outputs, MANIFEST: manifest_json(result.manifest, outputs)}, out)


def render(result: Result, also: list[str] | None = None) -> dict[str, bytes]:
    """Return every page and data file but the manifest, by its path below the report's folder (posix)."""
    this_run, known = run(result.manifest), rules(result.rules)
    found, hide = schools(result), redactor(everybody(result))
    shared = Shared(records(result.files), records(result.problems), hide)
    others = ["findings.csv", "findings.json", *(also or []), "manifest.json"]
    return {
        "findings.csv": findings_csv(result.findings),
        "findings.json": findings_json(result.findings, result.manifest),
        "index.html": index_html(index_page(result, this_run, found, known, Surroundings(hide, others))),
        **{
            f"schools/{school.page}": school_html(school_page(school, this_run, known, shared))
            for school in found
        },
    }
