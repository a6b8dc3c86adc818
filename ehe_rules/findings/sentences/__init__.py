"""What each form of a rule says of a subject, in a sentence."""

from ehe_rules.findings.sentences.forms import form_said, not_in_time, truth_said

__all__ = ["form_said", "not_in_time", "truth_said"]
