"""The chain of statuses, worst first: an `and` takes the lowest, an `or` the highest (semantics section 4)."""

from __future__ import annotations

CHAIN = ("not_met", "late", "cannot_tell", "due", "met")
NOT_MET, LATE, CANNOT_TELL, DUE, MET = range(5)
