"""What stops a run: every error carries the exit status that the command line ends with."""

from __future__ import annotations


class EheRulesError(Exception):
    """A run that cannot go on. The message says what, where and what to do; never a pupil's name."""

    exit_status: int = 4


class ExportsError(EheRulesError):
    """Exports that cannot be read, or that hold nothing recognised."""

    exit_status: int = 3


class RulebookError(EheRulesError):
    """A ruleset, a parameter or a waiver file that cannot be used."""

    exit_status = 2


class EnginesDisagreeError(EheRulesError):
    """The two engines gave different verdicts."""

    exit_status = 4
