"""Measures: what a rule asks of a subject that is worked out, as yes or no or as a number."""
