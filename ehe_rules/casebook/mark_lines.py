r"""A line of a case's `marks`: a day or a span, perhaps one session, and an attendance code.

`2026-01-19..2026-01-23 O` gives both sessions of every school day in the span, `2026-01-19 AM /` one session.
For a whole day `/` stands for / in the morning and \ in the afternoon. What follows `comment` is the mark's comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.school_days import each_day, read_span

if TYPE_CHECKING:
    from ehe_rules.casebook.place import Place, Row
    from ehe_rules.casebook.school_days import CaseCalendar

SESSIONS = ("AM", "PM")
PARTS = (2, 3)
PRESENT_AM, PRESENT_PM = "/", "\\"


def read_marks(line: str, calendar: CaseCalendar, place: Place) -> list[Row]:
    """Return the line as rows of the attendance table (without school and pupil), on school days only.

    Raises RulebookError where the line cannot be read, or where no day of it is a school day.
    """
    from ehe_rules.exports.marks import read_codes  # noqa: PLC0415 - brings heavy modules with it

    said, _, comment = line.partition(" comment ")
    words = said.split()
    if len(words) not in PARTS:
        raise place.error(f"'{line}' is not a day (or a span of days) and a code, such as 2026-01-19 O.")
    first, last = read_span(words[0], place)
    session = place.known(words[1], SESSIONS, "a session") if len(words) == max(PARTS) else ""
    code = place.known(words[-1], {known for known, *_ in read_codes()}, "an attendance code")
    days = [day for day in each_day(first, last) if day in calendar.school_days]
    if not days:
        raise place.error(f"'{line}' holds no school day of the cases' calendar.")
    sessions = [session] if session else SESSIONS
    return [
        {
            "date": str(day),
            "session": s,
            "code": _code(code, s, whole=not session),
            "comment": comment.strip(),
        }
        for day in days
        for s in sessions
    ]


def _code(code: str, session: str, *, whole: bool) -> str:
    return PRESENT_PM if whole and session == "PM" and code == PRESENT_AM else code
