"""Why a verdict cannot be told, in words, and how to record what is missing (semantics section 2)."""

from ehe_rules.findings.unknowns.forms import why_unknown

__all__ = ["why_unknown"]
