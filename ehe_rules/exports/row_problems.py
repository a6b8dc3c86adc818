"""Rows of one table that are a problem: all conditions looked at in one pass, and listed only where one holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ehe_rules.exports.coded import PARTS
from ehe_rules.exports.schema import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog, Severity


class RowProblems:
    """Lists rows of one `cells_` table, at the end of its `with`; for marks, which are many, one line for each file and value."""

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog, table: str) -> None:
        """Take the table whose rows are judged."""
        self._con = con
        self._log = log
        self._asked: list[_Asked] = []
        self.table = table

    def list(  # noqa: PLR0913, PLR0917 - the parts of a problem
        self,
        severity: Severity,
        where: str,
        column: str,
        message: str,
        todo: str,
        value: str = "''",
        unless: str = "false",
    ) -> None:
        """Ask for the rows that satisfy `where` and not `unless`; `message` and `value` are SQL expressions over the row.

        Of marks, `where` is about what is kept together with the column (`PARTS`).
        """
        col = literal(column)
        found = f"FROM cells_{self.table} WHERE {where} AND NOT ({unless})"
        if self.table == "attendance":
            select = (
                f"SELECT file, sheet, min(row), {col}, value, message || CASE WHEN count(*) > 1 "
                "THEN ' (' || count(*) || ' rows like this; this is the first.)' ELSE '' END "
                f"FROM (SELECT file, sheet, row, {value} AS value, {message} AS message {found}) "
                "GROUP BY file, sheet, value, message"
            )
        else:
            select = f"SELECT file, sheet, row, {col}, {value}, {message} {found}"
        self._asked.append(_Asked(where, self._told_by(column), severity, select, todo))

    def _told_by(self, column: str) -> str:
        """Name the table that tells whether there may be such a row: of marks a small one, of each different value once."""
        if self.table != "attendance":
            return f"cells_{self.table}"
        return next(f"cells_{part}" for part, columns in PARTS.items() if column in columns)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """List what was asked for and is there."""
        if kind is not None:
            return
        for table in sorted({asked.told_by for asked in self._asked}):
            of_table = [asked for asked in self._asked if asked.told_by == table]
            anywhere = ", ".join(f"bool_or({asked.where})" for asked in of_table)
            holds = self._con.execute(f"SELECT {anywhere} FROM {table}").fetchone() or ()
            for asked, held in zip(of_table, holds, strict=True):
                if held:
                    self._log.add_rows(
                        asked.severity, asked.select, asked.todo, of_many=self.table == "attendance"
                    )


@dataclass(frozen=True)
class _Asked:
    """A problem to look for: a condition, the table that tells whether it may hold, and the SQL of the rows themselves."""

    where: str
    told_by: str
    severity: Severity
    select: str
    todo: str
