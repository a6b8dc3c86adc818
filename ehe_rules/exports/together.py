"""Rows of sheets that are read alike go into the stage together: a statement takes longer to plan than a sheet's rows to go in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.pieces import AT_ONCE, joined, take_piece
from ehe_rules.exports.rows import inserts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.pieces import Piece


class Together:
    """Rows that wait for others, by the statements that take them in."""

    def __init__(self, con: DuckDBPyConnection) -> None:
        """Have nothing waiting."""
        self._con = con
        self._waiting: dict[tuple[str, ...], list[Piece]] = {}

    def add(self, match: Match, piece: Piece) -> None:
        """Take rows of a sheet in, now or with others of its kind."""
        statements = tuple(inserts(match, "piece"))
        waiting = self._waiting.setdefault(statements, [])
        waiting.append(piece)
        if sum(len(rows) for rows, *_ in waiting) >= AT_ONCE:
            self._take(statements)

    def finish(self) -> None:
        """Take in all that still waits."""
        for statements in list(self._waiting):
            self._take(statements)

    def _take(self, statements: tuple[str, ...]) -> None:
        take_piece(self._con, joined(self._waiting.pop(statements)))
        for statement in statements:
            self._con.execute(statement)
