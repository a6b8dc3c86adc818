"""Which entries without a day that is known, or with a tick that says neither yes nor no, may be whose (docs/language.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.members import standing

if TYPE_CHECKING:
    from ehe_rules.rulebook.vocabulary import Vocabulary


def unclear_sql(kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: `subject` with the kinds of event of which the record leaves open when, or whether, one was made for it.

    What has no day that is known may have been done at any time; what has one counts for a period if it may serve it (serving.py).
    """
    declared = KINDS[kind]
    standing_events = ", ".join(f"'{event}'" for event in standing(vocabulary)) or "''"
    of_school = "u.scope IN ('school', 'trust')"
    theirs = {
        "pupil": f"u.pupil = s.pupil OR (u.pupil IS NULL AND NOT {of_school}) OR u.event IN ({standing_events})",
        "authority": "u.pupil IS NULL OR u.pupil = s.pupil",
    }.get(declared.whose, f"u.pupil IS NULL OR {of_school}")
    late = 3 * declared.grace + 2 if declared.grace else 0
    in_time = (
        f"u.day IS NULL OR u.day BETWEEN s.win_from AND s.win_to + {late}" if declared.is_period else "true"
    )
    return f"""
    SELECT DISTINCT s.subject, u.event, u.scope, u.day IS NULL AS undated, u.file, u.sheet, u.row
    FROM subjects_{kind} s JOIN unclear u ON u.school = s.school AND ({theirs}) WHERE {in_time} ORDER BY ALL"""
