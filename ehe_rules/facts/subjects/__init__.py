"""Subjects: who each rule is about, with windows and the entries that count for each."""
