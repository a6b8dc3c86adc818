"""The machine-readable outputs: findings.csv, findings.json, manifest.json. Same result, same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

from ehe_rules.reporting.rows import records
from ehe_rules.reporting.run import ruleset_names
from ehe_rules.result import ADDED_COLUMNS, CONTRACT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def findings_csv(findings: pd.DataFrame) -> bytes:
    """Return the findings as CSV: the contract's columns first, cells that a spreadsheet would run made harmless."""
    return table_csv(findings, _columns(findings))


def table_csv(frame: pd.DataFrame, columns: Sequence[str]) -> bytes:
    """Return these columns of a frame as CSV, cells that a spreadsheet would run made harmless."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([_harmless(row[column]) for column in columns] for row in records(frame))
    return text.getvalue().encode()


def findings_json(findings: pd.DataFrame, manifest: Mapping[str, object]) -> bytes:
    """Return the findings as JSON: `ruleset` and `on`, then one object a line, cells as they are."""
    columns = _columns(findings)
    head = _json({"ruleset": ruleset_names(manifest), "on": manifest.get("on", "")}).removesuffix("}")
    rows = ",\n".join(_json({column: row[column] for column in columns}) for row in records(findings))
    return f'{head}, "findings": [\n{rows}\n]}}\n'.encode()


def manifest_json(manifest: Mapping[str, object], outputs: Mapping[str, bytes]) -> bytes:
    """Return the manifest, keys sorted, with the SHA-256 of every output but itself."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in outputs.items()}
    whole = {**manifest, "outputs": hashes}
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n").encode()


def _columns(findings: pd.DataFrame) -> list[str]:
    first = [*CONTRACT_COLUMNS, *ADDED_COLUMNS]
    return first + [str(name) for name in findings.columns if name not in first]


def _harmless(cell: str) -> str:
    if "\r" in cell:  # some readers end a row there
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
