"""What is still to happen: "Meeting held to be arranged", "Resolved: not yet". Begun like an entry, and not one.

Only what follows the step's own words at once is looked at, or what ends their phrase: further on, "will be" and "not" tell of
other things ("Parent raised EHE: not happy", "Meeting held with mum, who will be ...").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_DOING = (
    "arranged|agreed|confirmed|sent|held|booked|completed|done|made|decided|offered|shared|given|informed|contacted|told|logged|"
    "scheduled|set|issued|determined|advised|recorded"
)
_DUE = r"due (on|by|in|next|this|\d)"
_STARTS = rf"(still |is |are )?(not yet|tbc\b|tba\b|planned\b|provisional|to be ({_DOING})\b|not (held|done|sent|made|completed)\b|{_DUE}|\?)"

_PATTERNS = {
    # straight after the words: "EHE1 to be sent", "Off roll on 23/01/2026 planned"
    "straight": rf"(?i)^(\s+on\s+[\d/.-]+)?\s+(still |is |are )?(to be|to follow|not yet|will be|planned|tbc|tba|provisional|{_DUE})\b",
    # at the end of their phrase, up to the first mark: "LA informed by phone call? not yet", "Support for maths to be agreed"
    "ending": rf"(?i)^([^:.,;(\n\x{{2013}}-]|-\S)*?(\?|\b(planned|tbc|tba|not yet|provisional(ly)?|due|to be ({_DOING}))\s*($|[:.,;(\n\x{{2013}}]|- ))",
    # behind a mark: "Resolved: not yet"
    "marked": rf"(?i)^\s*[:.,;(\n\x{{2013}}-]+\s*{_STARTS}",
    "bracketed": r"(?i)^[^.;\n]*\((planned|tbc|tba|provisional|not yet|to be )",
    "starts": rf"(?i)^\s*{_STARTS}",
}

_MACROS = (
    f"CREATE MACRO is_plan(rest) AS coalesce({' OR '.join(f'regexp_matches(rest, {literal(_PATTERNS[p])})' for p in ('straight', 'ending', 'marked', 'bracketed'))}, false)",
    f"CREATE MACRO starts_plan(said) AS coalesce(regexp_matches(said, {literal(_PATTERNS['starts'])}), false)",
    "CREATE MACRO after(said, begins) AS substr(said, strpos(said, begins) + length(begins))",
)

# Looked at where the step's words stand: in the text, in the title, else in a column beside them
IS_PLAN = """len(names) > 0 AND CASE WHEN list_has_any(text_names, names) THEN text_plan
    WHEN list_has_any(title_names, names) THEN title_plan ELSE begins_plan END"""
"""SQL over a row of `found`: whether the entry is one that is still to happen."""

_LISTED = """
SELECT file, sheet, row, 'event', replace(event, '_', ' '),
    'What follows these words seems to say that it is still to happen (to be, not yet, planned, a question mark): it was not read as done.'
FROM keyed WHERE is_plan
"""


def know_plans(con: DuckDBPyConnection) -> None:
    """Define the functions that tell a plan by its words, for this connection."""
    for macro in _MACROS:
        con.execute(macro)


def drop_plans(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Take what is still to happen out of `keyed`, and list it."""
    log.add_rows(
        "warning", _LISTED, "Once it is done, make an entry that begins with the step and says nothing else."
    )
    con.execute("DELETE FROM keyed WHERE is_plan")
