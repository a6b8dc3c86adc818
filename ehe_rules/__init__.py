"""Checks a trust's elective home education (EHE) records against its policy and the law.

`check(exports, on=date)` is the library's door; `ehe-rules` the command line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["check"]

if TYPE_CHECKING:
    from ehe_rules.checking import check


def __getattr__(name: str) -> object:
    """Import `check` only when it is asked for, so that `ehe-rules --help` stays quick."""
    if name == "check":
        from ehe_rules.checking import check  # noqa: PLC0415 - see above

        return check
    raise AttributeError(f"module 'ehe_rules' has no attribute '{name}'")
