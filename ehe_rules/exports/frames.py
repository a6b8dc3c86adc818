"""Tables handed over by a caller, as DataFrames or lists of rows: the same path as files from here on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports.grid import ListGrid
from ehe_rules.exports.profile import native_table
from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ehe_rules.exports.intake import Intake


def stage_frames(intake: Intake, frames: Mapping[str, pd.DataFrame | list[dict[str, str]]]) -> None:
    """Take each table in, in order of name. Raises ExportsError for a table that there is not."""
    for name in sorted(frames):
        if name not in NATIVE:
            raise ExportsError(f"There is no table {name!r}. The tables are {', '.join(NATIVE)}.")
        headings, rows = _as_rows(name, frames[name])
        numbered: list[tuple[int, Sequence[str]]] = [(1, headings)]
        numbered += [(number, row) for number, row in enumerate(rows, start=2)]
        intake.take_table(name, ListGrid(numbered))


def _as_rows(name: str, frame: pd.DataFrame | list[dict[str, str]]) -> tuple[list[str], list[list[str]]]:
    if isinstance(frame, list):
        headings = list(dict.fromkeys(key for row in frame for key in row))
        rows = [[_text(row.get(heading)) for heading in headings] for row in frame]
    else:
        headings = [str(column) for column in frame.columns]
        filled = frame.astype(object).where(frame.notna(), None)
        rows = [[_text(value) for value in row] for row in filled.itertuples(index=False, name=None)]
    return headings or list(native_table(name).columns), rows


def _text(value: object) -> str:
    """Missing is blank; 100001.0, as a column with gaps has it, is 100001; dates come out as ISO."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
