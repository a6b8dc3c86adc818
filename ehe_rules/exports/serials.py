"""Days as Excel counts them: 46031 in a cell that was never formatted as a date is 9 January 2026. Read, and said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import columns_of, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    from ehe_rules.problems import ProblemLog

_READ = """
SELECT file, sheet, min(row), {name}, min_by(raw_{column}, row), count(*) || CASE WHEN count(*) > 1
        THEN ' cells of this column, this the first, are numbers as Excel counts days (' ELSE ' cell of this column is a number as Excel counts days (' END
    || min_by(raw_{column}, row) || ' is ' || strftime(min_by({cell}, row), '%-d %B %Y') || '): read as that day.'
FROM cells_{table} WHERE is_serial(raw_{column}) AND {cell} IS NOT NULL GROUP BY file, sheet
"""


def list_serials(log: ProblemLog, filled: Collection[str]) -> None:
    """List, once for each sheet and column, dates that were read from Excel's numbers."""
    for table in sorted(filled):
        for column in columns_of(table, "date"):
            select = _READ.format(table=table, column=column, cell=quoted(column), name=literal(column))
            log.add_rows(
                "note",
                select,
                "Format the column as a date before exporting, and check that the day is meant.",
            )
