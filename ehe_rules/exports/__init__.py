"""Exports to tables: recognise, read, normalise, match pupils. Every value keeps its file, sheet and row."""

from ehe_rules.errors import ExportsError
from ehe_rules.exports.load import Tables, from_frames, load
from ehe_rules.exports.words import Words

__all__ = ["ExportsError", "Tables", "Words", "from_frames", "load"]
