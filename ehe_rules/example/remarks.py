"""What staff write beside a mark of absence: mostly nothing, now and then a cold, and of a few pupils that they are anxious."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.dice import CERTAIN, part, throws
from ehe_rules.example.noise import CODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ehe_rules.example.noise import Marks

REMARKS: Final = ("", "cold and cough", "sickness", "dentist", "anxious about coming in")
"""What ordinary marks may have beside them; the first is nothing."""
ANXIOUS: Final = 4
"""The place of the last."""
WORRIED: Final = 0.025
"""Share of pupils of whose absences staff sometimes write that they are anxious."""
SAID_OF: Final = {"worried": 0.35, "others": 0.08}
"""Share of the absences beside which something is written."""


def ordinary_remarks(key: int, names: NDArray[np.uint64], marks: Marks) -> Marks:
    """Give for each mark the place in REMARKS of what stands beside it; `key` and `names` as in `ordinary_marks`."""
    worried = part(throws(key ^ 4, names, 1)[:, 0], 0) < round(WORRIED * CERTAIN)
    thrown = throws(key ^ 5, names, marks.shape[1])
    said = np.zeros_like(marks)
    ill, seen = marks == CODE["I"], marks == CODE["M"]
    spoken_of = (part(thrown, 0) < round(SAID_OF["others"] * CERTAIN))[:, :, None]
    said[ill & spoken_of] = 1
    said[ill & spoken_of & (part(thrown, 1) < CERTAIN // 2)[:, :, None]] = 2
    said[seen & spoken_of] = 3
    away = ill | (marks == CODE["O"])
    anxious = worried[:, None] & (part(thrown, 2) < round(SAID_OF["worried"] * CERTAIN))
    said[away & anxious[:, :, None]] = ANXIOUS
    return said
