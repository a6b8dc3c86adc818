"""What was wrong with the exports: rows for a school's data manager, never exceptions.

A message says in plain words what is wrong and a `todo` what to do about it; neither names a pupil.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong. `row` is as a spreadsheet shows it (0: the file as a whole); `value` the cell as it was.

    error = something was left out or is not known for it; warning = kept, but a person should look;
    note = worth knowing.
    """

    severity: Severity
    file: str
    sheet: str
    row: int
    column: str
    value: str
    message: str
    todo: str


OF_WHOLE_FILES = (None, True)
"""The table's last two columns for a problem of a file: `school`, whose row it is (filled in once all is read), and
`of_many`, whether it speaks for more rows than the one it names."""

_CREATE = """
CREATE TABLE problems (
    severity VARCHAR, file VARCHAR, sheet VARCHAR, row INTEGER, "column" VARCHAR, value VARCHAR,
    message VARCHAR, todo VARCHAR, school VARCHAR, of_many BOOLEAN DEFAULT false
)"""

_SORTED = """
CREATE OR REPLACE TABLE problems AS
SELECT DISTINCT * FROM problems
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    file, sheet, row, "column", value, message, todo, school, of_many
"""


def insert_rows(con: DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows of texts, numbers, days, yes or no, or lists of texts, a list for each column: row by row takes DuckDB far longer."""
    if not rows:
        return
    columns = [[_as_text(value) for value in column] for column in zip(*rows, strict=True)]
    unnested = (f"unnest(?::VARCHAR[]{'[]' if isinstance(column[0], list) else ''})" for column in columns)
    con.execute(f"INSERT INTO {table} SELECT {', '.join(unnested)}", columns)


def _as_text(value: object) -> list[str] | str | None:
    return value if value is None or isinstance(value, list) else str(value)


class ProblemLog:
    """Collects problems in the table `problems` of one connection."""

    def __init__(self, con: DuckDBPyConnection, *, is_there: bool = False) -> None:
        """Create the table, empty, if it is not there."""
        self._con = con
        if not is_there:
            con.execute(_CREATE)

    def add(self, *problems: Problem) -> None:
        """Add problems one by one (those of a file or a heading; for rows see `add_rows`)."""
        self.extend(problems)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add every problem of a series."""
        insert_rows(self._con, "problems", [(*astuple(problem), *OF_WHOLE_FILES) for problem in problems])

    def add_rows(self, severity: Severity, select: str, todo: str, *, of_many: bool = False) -> None:
        """Add one problem for each row of a SELECT of file, sheet, row, column, value, message.

        `of_many`: each speaks for several rows of the file, of which it names the first.
        """
        self._con.execute(
            "INSERT INTO problems "
            "SELECT ?, file, sheet, row, col, coalesce(value, ''), message, ?, NULL, ? "
            f"FROM ({select}) AS found(file, sheet, row, col, value, message)",
            [severity, todo, of_many],
        )

    def has_rows(self, table: str) -> bool:
        """Tell whether a table has rows that could be a problem."""
        return self._con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None

    def finish(self) -> None:
        """Put them in their order: the gravest first, then by file, sheet and row; each once."""
        self._con.execute(_SORTED)
