"""What happens to ordinary pupils in a year of marks, at the rates of schools in England.

Illness takes about 3.3% of sessions, in spells of two days or so and unevenly over pupils; other absence
about two thirds of that, much of it with the few who are often away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.dice import CERTAIN, part, throws

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Marks = NDArray[np.uint8]
    Chances = NDArray[np.uint64]

CODES: Final = ("", "/", "\\", "L", "U", "M", "C", "O", "G", "I", "E", "V", "W", "X", "N")
"""The marks that ordinary pupils get; the first is no mark at all."""
CODE: Final = {code: np.uint8(place) for place, code in enumerate(CODES)}

FALLS_ILL: Final = 0.0156
"""Chance that a pupil of ordinary health falls ill on a day."""
ILL_FOR: Final = (0.44, 0.25, 0.14, 0.08, 0.05, 0.02, 0.01, 0.01)
"""The shares of spells that last one day, two days and so on."""
HEALTH: Final = ((0.42, 0.4), (0.45, 1.0), (0.13, 2.9))
"""Shares of pupils, and how often they fall ill against the ordinary."""
OFTEN_AWAY: Final = {"Primary": 0.04, "Secondary": 0.08}
"""Share of pupils who are often absent without a reason that counts."""
AWAY: Final = ("M", "C", "O", "G", "E")
AT_DAY: Final = {
    "ordinary": (0.0070, 0.0030, 0.0040, 0.00060, 0.0),
    "often away": (0.0100, 0.0040, 0.0850, 0.00120, 0.0040),
}
"""Chance that a day brings (or begins) each of AWAY: an appointment, leave, absence, holiday, suspension."""
LASTS: Final = {"M": 1, "C": 1, "O": 1, "G": 5, "E": 2}
LATE: Final = {"ordinary": (0.025, 0.0020), "often late": (0.140, 0.0100)}
"""Chance of arriving late (L), and of arriving after the register has closed (U)."""
OFTEN_LATE: Final = 0.08


def ordinary_marks(key: int, names: NDArray[np.uint64], days: int, *, phase: str) -> Marks:
    """Give the marks of pupils to whom only ordinary things happen.

    `names` is a number for each pupil, which decides the pupil's luck. The answer holds for each pupil, each
    of so many school days, and each session (AM, PM) the place of a code in CODES.
    """
    habits = throws(key, names, 1)[:, 0]
    first, second = throws(key ^ 1, names, days), throws(key ^ 2, names, days)
    marks = np.empty((len(names), days, 2), dtype=np.uint8)
    marks[:, :, 0], marks[:, :, 1] = CODE["/"], CODE["\\"]
    _late(marks, second, part(habits, 0) < _of(OFTEN_LATE))
    often_away = part(habits, 1) < _of(OFTEN_AWAY.get(phase, OFTEN_AWAY["Primary"]))
    _away(marks, part(first, 2), part(first, 3), often_away)
    _ill(marks, part(first, 0), part(first, 1), part(habits, 2))
    return marks


def _of(share: float) -> np.uint64:
    return np.uint64(round(share * CERTAIN))


def _upto(shares: Sequence[float]) -> Chances:
    upto: Chances = np.round(np.cumsum(shares) * CERTAIN).astype(np.uint64)
    return upto


def _late(marks: Marks, thrown: Chances, often: NDArray[np.bool_]) -> None:
    limits = np.array([_upto(LATE["ordinary"]), _upto(LATE["often late"])])[often.astype(np.intp)]
    morning = part(thrown, 0)
    marks[:, :, 0][morning < limits[:, 1:]] = CODE["U"]
    marks[:, :, 0][morning < limits[:, :1]] = CODE["L"]


def _away(marks: Marks, thrown: Chances, half: Chances, often: NDArray[np.bool_]) -> None:
    limits = np.array([_upto(AT_DAY["ordinary"]), _upto(AT_DAY["often away"])])[often.astype(np.intp)]
    below = np.zeros((len(thrown), 1), dtype=np.uint64)
    for place, code in enumerate(AWAY):
        limit = limits[:, place : place + 1]
        begins = (below <= thrown) & (thrown < limit)
        below = limit
        if code == "M":
            _half_day(marks, begins, half)
        else:
            marks[_lasting(begins, np.full(thrown.shape, LASTS[code]))] = CODE[code]


def _half_day(marks: Marks, begins: NDArray[np.bool_], half: Chances) -> None:
    morning = half < _of(0.5)
    marks[:, :, 0][begins & morning] = CODE["M"]
    marks[:, :, 1][begins & ~morning] = CODE["M"]


def _ill(marks: Marks, thrown: Chances, length: Chances, health: Chances) -> None:
    kind = np.searchsorted(_upto([share for share, _ in HEALTH])[:-1], health, side="right")
    limit = np.array([_of(FALLS_ILL * often) for _, often in HEALTH])[kind]
    days = 1 + np.searchsorted(_upto(ILL_FOR)[:-1], length, side="right")
    ill = _lasting(thrown < limit[:, None], days)
    marks[ill] = CODE["I"]


def _lasting(begins: NDArray[np.bool_], days: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say on which days something lasts that begins on these days and takes so many days."""
    lasts = begins.copy()
    for later in range(1, int(days.max(initial=1))):
        lasts[:, later:] |= (begins & (days > later))[:, :-later]
    return lasts
