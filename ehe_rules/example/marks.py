"""What is made of a school's register: its table of marks, one after another, and who was ill for long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.blemishes import blemishes_of
from ehe_rules.example.bulk import Coded
from ehe_rules.example.noise import CODE
from ehe_rules.example.register import MARKS_FROM, place_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register
    from ehe_rules.example.trust import School

SESSIONS: Final = ("AM", "PM")
ILL_SESSIONS: Final = 30
"""Sessions of illness in an academic year of which the authority is told: fifteen days."""


@dataclass(frozen=True)
class Sessions:
    """The marked sessions in order of pupil, day and session: for each, its places in the register's lists."""

    pupil: NDArray[np.intp]
    day: NDArray[np.intp]
    session: NDArray[np.intp]
    code: NDArray[np.intp]
    note: NDArray[np.intp]


def sessions_of(register: Register) -> Sessions:
    """Give the marked sessions of a register, one after another."""
    pupil, day, session = np.nonzero(register.marks)
    code = register.marks[pupil, day, session].astype(np.intp)
    return Sessions(pupil, day, session, code, register.said[pupil, day, session].astype(np.intp))


def mark_columns(school: School, register: Register) -> dict[str, Coded]:
    """Give the attendance table of a school's register, with its blemishes."""
    marked = sessions_of(register)
    by_number = school.by_admission_number
    names = [pupil.admission_no if by_number else pupil.upn for pupil in register.pupils]
    columns = {
        "school": Coded([school.urn], np.zeros_like(marked.pupil)),
        "admission_no" if by_number else "upn": Coded(names, marked.pupil),
        "date": Coded(register.days, marked.day),
        "session": Coded(SESSIONS, marked.session),
        "code": code_column(school, register, marked),
    }
    if school.exports_comments:
        columns["comment"] = Coded(register.notes, marked.note)
    return columns


def code_column(school: School, register: Register, marked: Sessions) -> Coded:
    """Give the column of codes, with the school's blemishes."""
    codes, at = list(register.codes), marked.code.copy()
    for blemish in blemishes_of(school, "attendance"):
        at[blemish.row] = place_of(codes, blemish.value)
    return Coded(codes, at)


def ill_for_long(register: Register) -> list[tuple[Pupil, date]]:
    """Give the pupils who have missed fifteen days of this academic year through illness, and when they had."""
    this_year = np.array([day >= MARKS_FROM for day in register.days])
    ill = (register.marks == CODE["I"]).sum(axis=2) * this_year
    long = np.cumsum(ill, axis=1) >= ILL_SESSIONS
    rows = np.flatnonzero(long.any(axis=1))
    return [
        (register.pupils[row], register.days[day])
        for row, day in zip(rows.tolist(), long.argmax(axis=1)[rows].tolist(), strict=True)
    ]
