"""The patterns that a school's own attendance team sees in its marks: of which pupil, and on which day each was reached.

Counted as the rules count them, on whole registers at once, so that what a school does about a pattern can stand in its log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.noise import CODE
from ehe_rules.example.remarks import ANXIOUS

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register

    Days = NDArray[np.intp]
    Found = list[tuple[Pupil, date]]

WINDOW: Final = 30
"""School days in which patterns of illness and of anxiety are looked for."""
SPELLS, SESSIONS, OVER, ANXIOUS_SESSIONS = 3, 10, 2, 2
WEEKS, UNAUTHORISED = 10, 10
UNAUTHORISED_AS: Final = ("G", "N", "O", "U")


def illness(register: Register) -> Found:
    """Give three spells of illness in thirty school days, or ten sessions in more than one spell."""
    ill = (register.marks == CODE["I"]).sum(axis=2)
    first = _days_back(ill.shape[1])
    begins = (ill > 0).astype(np.intp)
    begins[:, 1:] -= (ill[:, 1:] > 0) & (ill[:, :-1] > 0)
    # A spell that was under way when the window opened is one of its spells, too.
    under_way = (ill[:, first] > 0) & (begins[:, first] == 0)
    spells = _within(begins, first) + under_way
    sessions = _within(ill, first)
    return _reached(register, (spells >= SPELLS) | ((sessions >= SESSIONS) & (spells >= OVER)), first)


def anxiety(register: Register) -> Found:
    """Give two sessions of absence in thirty school days beside which staff wrote that the pupil is anxious."""
    anxious = (register.said == ANXIOUS).sum(axis=2)
    first = _days_back(anxious.shape[1])
    return _reached(register, _within(anxious, first) >= ANXIOUS_SESSIONS, first)


def penalty_threshold(register: Register) -> Found:
    """Give ten sessions without leave in ten school weeks, that of the day the last."""
    mondays = np.array([day.toordinal() - day.weekday() for day in register.days])
    weeks, number = np.unique(mondays, return_inverse=True)
    opens = np.searchsorted(mondays, weeks[np.maximum(number - WEEKS + 1, 0)])
    codes = [CODE[code] for code in UNAUTHORISED_AS]
    missed = np.isin(register.marks, codes).sum(axis=2)
    return _reached(register, _within(missed, opens) >= UNAUTHORISED, opens)


def _days_back(days: int) -> Days:
    return np.maximum(np.arange(days) - WINDOW + 1, 0)


def _within(counted: Days, first: Days) -> Days:
    """Sum for each day what was counted from the first day of its window up to it."""
    upto = np.cumsum(counted, axis=1)
    before = np.hstack([np.zeros((len(counted), 1), dtype=upto.dtype), upto])
    within: Days = upto - before[:, first]
    return within


def _reached(register: Register, holds: NDArray[np.bool_], first: Days) -> Found:
    """Give the first day of each stretch; a pattern that holds again within its own window is still the same one."""
    held = _within(holds.astype(np.intp), first)
    return [
        (register.pupils[row], register.days[day]) for row, day in np.argwhere(holds & (held == 1)).tolist()
    ]
