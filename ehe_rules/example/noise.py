"""What happens to ordinary pupils in a year of marks, at the rates of schools in England.

Illness takes about 3.3% of sessions, in spells of two days or so and unevenly over pupils; other absence
about as much, most of it with the few who are often away and the fewer still who seldom come. So about a fifth of pupils miss
a tenth of the year, one in forty half of it, and a few in a hundred ten sessions without leave in ten weeks.
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

FALLS_ILL: Final = 0.0144
"""Chance that a pupil of ordinary health falls ill on a day."""
ILL_FOR: Final = (0.44, 0.25, 0.14, 0.08, 0.05, 0.02, 0.01, 0.01)
"""The shares of spells that last one day, two days and so on."""
HEALTH: Final = ((0.45, 0.25), (0.40, 0.8), (0.15, 3.75))
"""Shares of pupils, and how often they fall ill against the ordinary."""
OFTEN_AWAY: Final = {"Primary": 0.10, "Secondary": 0.15}
"""Share of pupils who are often away, for many reasons and for none."""
SELDOM_THERE: Final = {"Primary": 0.012, "Secondary": 0.032}
"""Share of pupils who from some day of the year on seldom come to school."""
FAILS_FROM: Final = 30
"""By so many school days into the marks the last of them has begun to stay away."""
STAYS_AWAY: Final = (0.26, 5)
"""Chance that a day begins such an absence, and how many days each takes at least."""
STAY_AWAY_AS: Final = (("I", 0.3), ("O", 0.5), ("C", 0.2))
"""The marks of such absences: one pupil's are all of one kind."""
AWAY: Final = ("M", "C", "O", "G", "E")
AT_DAY: Final = {
    "ordinary": (0.0080, 0.0020, 0.0025, 0.00025, 0.0),
    "often away": (0.0300, 0.0330, 0.0340, 0.00050, 0.0030),
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
    seldom_there = part(habits, 3) < _of(SELDOM_THERE.get(phase, SELDOM_THERE["Secondary"]))
    _stay_away(marks, part(second, 1), throws(key ^ 3, names, 1)[:, 0], seldom_there)
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


def _stay_away(marks: Marks, thrown: Chances, habits: Chances, seldom_there: NDArray[np.bool_]) -> None:
    chance, days = STAYS_AWAY
    away = _lasting(thrown < _of(chance), np.full(thrown.shape, days))
    from_day = part(habits, 0) * np.uint64(FAILS_FROM) // np.uint64(CERTAIN)
    away &= seldom_there[:, None] & (np.arange(marks.shape[1]) >= from_day[:, None].astype(np.intp))
    kind = np.searchsorted(_upto([share for _, share in STAY_AWAY_AS])[:-1], part(habits, 1), side="right")
    codes = np.array([CODE[code] for code, _ in STAY_AWAY_AS])[kind]
    marks[away] = np.broadcast_to(codes[:, None, None], marks.shape)[away]


def _lasting(begins: NDArray[np.bool_], days: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say on which days something lasts that begins on these days and takes so many days."""
    lasts = begins.copy()
    for later in range(1, int(days.max(initial=1))):
        lasts[:, later:] |= (begins & (days > later))[:, :-later]
    return lasts
