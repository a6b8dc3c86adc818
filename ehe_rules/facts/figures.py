"""Figures that facts rest on: the thresholds and word lists of patterns, a case's look-back, the words for home education.

A derived event or a measure names its parameters in the vocabulary, each with the value that holds where no ruleset sets
it. They stand in tables, so that any statement can ask for one; of a parameter with dated values the latest counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError
from ehe_rules.facts.record.leaving import folded
from ehe_rules.rulebook.parameters import LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.vocabulary import Vocabulary

_FIGURE = re.compile(r"^(\d+)(?:\s+school\s+(?:days?|weeks?))?$")
LISTS = ("anxiety_words", "anxiety_codes")
"""Figures that are lists, their items parted by semicolons (`none`: an empty one); all others are whole numbers, or lengths in school days."""


OF_RECORD = ("case_look_back", "ehe_words")
"""Figures by which the record is read before anything is counted: a length of time in any unit, and words parted by semicolons."""
NEVER_EHE = {"he", "eo"}
"""Higher education, and education other than at school: what a school means by them is never home education for certain."""


def as_set(vocabulary: Vocabulary, figures: Mapping[str, str]) -> Vocabulary:
    """Return the vocabulary with the look-back of cases and the words for home education that the figures give.

    Raises RulebookError where the one is no length of time, or the other holds no word, or one that is never home education.
    """
    look_back = figures.get("case_look_back", vocabulary.case_look_back).strip()
    if not LENGTH.match(look_back) or "term" in look_back:
        raise RulebookError(
            f"The parameter 'case_look_back' is '{look_back}'; write a length of time such as 10 school days or 2 weeks."
        )
    listed_words = figures.get("ehe_words", "; ".join(vocabulary.ehe_words))
    words = tuple(word for part in listed_words.split(";") if (word := folded(part)))
    # A vocabulary of its own may have none: then nothing in words is home education.
    if (listed_words and not words) or NEVER_EHE & set(words):
        raise RulebookError(
            f"The parameter 'ehe_words' is '{listed_words}'; write the words for home education, parted by semicolons. "
            "HE (higher education) and EO (education other than at school) cannot be among them."
        )
    return vocabulary.model_copy(update={"case_look_back": look_back, "ehe_words": words})


def figures_of(vocabulary: Vocabulary, parameters: Iterable[Mapping[str, Parameter]]) -> dict[str, str]:
    """Return every figure that the vocabulary names: the latest value of the first ruleset that sets it, else its own."""
    figures = vocabulary.figures
    for held in reversed(list(parameters)):
        figures |= {name: held[name].values[-1].value for name in figures if name in held}
    return figures


def figure(name: str) -> str:
    """Return SQL: a figure's number."""
    return f"(SELECT value FROM figures WHERE name = '{name}')"


def listed(name: str) -> str:
    """Return SQL: a figure's list, its items without capitals and outer blanks (a subquery of one column)."""
    return f"(SELECT item FROM figure_items WHERE name = '{name}')"


def build_figures(con: duckdb.DuckDBPyConnection, figures: Mapping[str, str]) -> None:
    """Make `figures(name, value)` and `figure_items(name, item)`.

    Raises RulebookError where a figure is neither a whole number nor a number of school days.
    """
    con.execute("CREATE OR REPLACE TABLE figures (name VARCHAR, value INTEGER)")
    con.execute("CREATE OR REPLACE TABLE figure_items (name VARCHAR, item VARCHAR)")
    for name, text in sorted(figures.items()):
        if name in OF_RECORD:
            continue
        if name in LISTS:
            items = sorted({item.strip().lower() for item in text.split(";")} - {"", "none"})
            con.execute("INSERT INTO figure_items SELECT ?, unnest(?::VARCHAR[])", [name, items])
            continue
        found = _FIGURE.match(text.strip())
        if not found:
            raise RulebookError(
                f"The parameter '{name}' is '{text}'; patterns are counted in school days, so write it as 30 school days or as a whole number."
            )
        con.execute("INSERT INTO figures VALUES (?, ?)", [name, int(found[1])])
