"""The table of a benchmark: ratios to the baseline run beside it, peak memory, and where the time goes."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Runs = Sequence[Mapping[str, Any]]

NAMES = {
    "untold": "DuckDB reads them, told their encodings only",
    "verdicts": "files to verdicts",
    "both": "files to verdicts by both engines, compared",
    "reports": "files to reports (one engine)",
}
MEGABYTE = 1 << 20


def table(measured: Mapping[str, Runs]) -> str:
    """Return the table as Markdown."""
    base = measured["baseline"]
    counts = measured["verdicts"][0]["counts"]
    lines = [
        "# What it costs",
        "",
        (
            f"`make bench`: {counts['marks']:,} marks, {counts['pupils']:,} pupils, {counts['schools']} schools, "
            f"{counts['cases']} cases, {counts['rules']} rules, {counts['verdicts']:,} verdicts. Beside each run DuckDB alone reads the same text "
            "files into typed tables, told everything about them beforehand; the ratio is to that (least, median, most)."
        ),
        "",
        "| | ratio of time | ratio of processor time | peak memory |",
        "|---|---|---|---|",
        f"| DuckDB reads the same files | 1 | 1 | {_peak(base)} |",
        *(
            f"| {name} | {_ratio(measured[what], base, 'seconds')} | {_ratio(measured[what], base, 'cpu')} | {_peak(measured[what])} |"
            for what, name in NAMES.items()
        ),
        "",
        (
            "The aim is within 5 times; there are two yardsticks for it. In the first line DuckDB is told every type and separator beforehand, "
            "and reads like files together. In the second it finds out separators, columns, types and dates by itself, as the tool has to, one "
            "file after another and mostly on one processor: beside that, files to verdicts take "
            f"{_ratio(measured['verdicts'], measured['untold'], 'seconds')} times the time and "
            f"{_ratio(measured['verdicts'], measured['untold'], 'cpu')} times the processor time."
        ),
        "",
        *_speed(measured["reports"]),
        "",
        "Where the processor time of files to verdicts goes, one thing after another:",
        "",
        "| step | share |",
        "|---|---|",
        *_shares(measured["steps"]),
    ]
    return "\n".join(lines) + "\n"


def _ratio(runs: Runs, base: Runs, figure: str) -> str:
    ratios = sorted(run[figure] / beside[figure] for run, beside in zip(runs, base, strict=True))
    return _three(ratios)


def _three(values: Iterable[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[0]:.1f}, **{median(ordered):.1f}**, {ordered[-1]:.1f}"


def _peak(runs: Runs) -> str:
    return f"{max(run['peak'] for run in runs) // MEGABYTE} MB"


def _speed(runs: Runs) -> list[str]:
    findings = runs[0]["counts"]["findings"]
    said = []
    for step, name in (("explain", "explained"), ("write", "written in every format")):
        per_second = median(findings / run["steps"][step] for run in runs)
        said.append(
            f"{findings:,} findings {name}: some {round(per_second, -2):,.0f} a second of processor time."
        )
    return said


def _shares(runs: Runs) -> list[str]:
    steps = {step: median(run["steps"][step] for run in runs) for step in runs[0]["steps"]}
    whole = median(run["cpu"] for run in runs)
    steps["imports and the rest"] = whole - sum(steps.values())
    ordered = sorted(steps.items(), key=lambda item: (-item[1], item[0]))
    return [f"| {step} | {100 * seconds / whole:.0f}% |" for step, seconds in ordered]
