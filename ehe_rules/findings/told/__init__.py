"""A rule in sentences that can be read aloud: whom it concerns, and what it asks for."""

from ehe_rules.findings.told.rule import RuleTold, milestone_told, tell
from ehe_rules.findings.told.tree import Several, Told

__all__ = ["RuleTold", "Several", "Told", "milestone_told", "tell"]
