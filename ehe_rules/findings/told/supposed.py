"""What is so supposed otherwise: `if all of these were so: ...`, and how parts within parts then join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.findings.told.tree import Several

if TYPE_CHECKING:
    from ehe_rules.findings.told.tree import Told


def supposed(asked: Told, *, so: bool) -> str:
    """Return `if this were so: ...`; of several whether all of them, none, or one would be so, or not so."""
    if not isinstance(asked, Several):
        return f"if this were {'so' if so else 'not so'}: {asked}."
    if asked.joined == "all":
        which = "all of these were so" if so else "none of these were so"
    else:
        which = f"one of these were {'so' if so else 'not so'}"
    parts = (f"({_nested(p, so=so)})" if isinstance(p, Several) else p for p in asked.parts)
    return f"if {which}: {'; '.join(dict.fromkeys(parts))}."


def _nested(several_: Several, *, so: bool) -> str:
    """Return parts within a part: where all of them must not be so, that is `a, or b` not being so."""
    joined = "and" if (several_.joined == "all") == so else "or"
    parts = (f"({_nested(p, so=so)})" if isinstance(p, Several) else p for p in several_.parts)
    return f", {joined} ".join(dict.fromkeys(parts))
