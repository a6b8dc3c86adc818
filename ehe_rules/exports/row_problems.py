"""Rows of one table that are a problem: all conditions looked at in one pass, and listed only where one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

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
        self._asked: list[tuple[str, Severity, str, str]] = []
        self.table = table

    def list(  # noqa: PLR0913, PLR0917 - the parts of a problem
        self, severity: Severity, where: str, column: str, message: str, todo: str, value: str = "''"
    ) -> None:
        """Ask for the rows that satisfy `where`; `message` and `value` are SQL expressions over the row."""
        col = literal(column)
        found = f"FROM cells_{self.table} WHERE {where}"
        if self.table == "attendance":
            select = (
                f"SELECT file, sheet, min(row), {col}, value, message || CASE WHEN count(*) > 1 "
                "THEN ' (' || count(*) || ' rows like this; this is the first.)' ELSE '' END "
                f"FROM (SELECT file, sheet, row, {value} AS value, {message} AS message {found}) "
                "GROUP BY file, sheet, value, message"
            )
        else:
            select = f"SELECT file, sheet, row, {col}, {value}, {message} {found}"
        self._asked.append((where, severity, select, todo))

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """List what was asked for and is there."""
        if kind is not None or not self._asked:
            return
        anywhere = ", ".join(f"bool_or({asked[0]})" for asked in self._asked)
        holds = self._con.execute(f"SELECT {anywhere} FROM cells_{self.table}").fetchone() or ()
        for (_where, severity, select, todo), held in zip(self._asked, holds, strict=True):
            if held:
                self._log.add_rows(severity, select, todo, of_many=self.table == "attendance")
