"""Findings: verdicts explained in words, with evidence to the row."""
