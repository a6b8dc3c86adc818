"""Days are whole numbers from 1 Jan 1970; three of them stand for what is no day."""

from __future__ import annotations

ANY = -100_000_000
"""The earlier bound of a date of which nothing is known; also a school-day number before the calendar."""

BEYOND = 100_000_000
"""The later bound of a date (or school-day number) that lies past the calendar: some day, not known which."""

NEVER = 200_000_000
"""The day of what is not recorded: later than every day."""

EPOCH = "DATE '1970-01-01'"

REGISTERED = "coalesce({0}.enrolment, '') <> 'guest'"
"""SQL: whether a row of the roll is of a pupil on the school's own admission register; guests are on another's."""

SCHOOL_YEAR = "CAST(year({0}) - CASE WHEN month({0}) < 8 THEN 1 ELSE 0 END AS INTEGER)"
"""SQL: the year in which the school year of a date began; a school year lasts from 1 August to 31 July."""


def entered_sql(column: str) -> str:
    """Return SQL: the day of a day of entry; NEVER where that lies after the audit date (`on_date`), NULL where it is blank."""
    return f"CAST(CASE WHEN {column} > on_date THEN {NEVER} ELSE {column} - {EPOCH} END AS INTEGER)"


FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Three truth values, in SQL as in Python; `and` is the least, `or` the greatest."""
