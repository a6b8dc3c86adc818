"""The cases that stand in rule files, run: each an invented pupil at a school of its own, with the verdict that must follow."""

from ehe_rules.casebook.results import CaseResult, Verdict
from ehe_rules.casebook.run import run_cases

__all__ = ["CaseResult", "Verdict", "run_cases"]
