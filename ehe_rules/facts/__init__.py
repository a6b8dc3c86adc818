"""Facts: one row for each subject, with the bounds of every date that the rules name (docs/language.md)."""
