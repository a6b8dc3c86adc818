"""A second reading of the language's pages: rules over raw records, day by day and entry by entry.

It shares nothing with the product but the tree of the language. Slow and plain on purpose: a disagreement
between it and the engines is a question to docs/language.md.
"""
