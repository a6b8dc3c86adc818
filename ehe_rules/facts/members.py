"""Which entries count for which subject (semantics section 1, docs/language.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.derived import FROM_MARKS

if TYPE_CHECKING:
    from ehe_rules.rulebook.vocabulary import Vocabulary

OF_ROW = ("left_roll", "on_rolled", "attended_after_notice", *FROM_MARKS)
"""Events that the tool dates for one roll row: they count only for subjects of that row."""

WINDOW = "e.day BETWEEN s.win_from AND s.win_to"


def members_sql(kind: str, opener: str, vocabulary: Vocabulary) -> str:
    """Return SQL: `subject` with the entries that count for it; `opener` is the event that opens such a subject, if one does."""
    if kind in ("school", "school_month"):
        return _of_school(kind, vocabulary)
    own = f"e.event NOT IN ({_quoted(OF_ROW)}) OR e.roll = s.roll"
    if kind == "case":
        counts = (
            f"((e.scope = 'case' AND {WINDOW}) OR (e.scope = 'pupil' AND e.day >= s.pupil_from AND ({own}))) "
        )
        counts += "OR (e.event IN ('left_roll', 'on_rolled') AND e.roll = s.roll)"
    elif kind in ("leaver", "pupil"):
        counts = f"{WINDOW} AND ({own})"
    elif kind == "return":
        counts = f"(e.scope IN ('return', 'case', 'pupil') AND {WINDOW} AND e.event NOT IN ('on_rolled', 'left_roll')) "
        counts += "OR (e.roll = s.roll AND (e.event = 'left_roll' OR (e.event = 'on_rolled' AND e.day >= s.open_day)))"
    else:
        counts = _of_opener(kind, opener, own)
    joined = f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school AND e.pupil = s.pupil WHERE {counts}"""
    return f"{joined} UNION ALL {_standing(kind, vocabulary)}" if kind == "pupil" else joined


def _of_opener(kind: str, opener: str, own: str) -> str:
    """Return SQL: the opener itself and what answers it; an entry whose ref is an opener's is that one's alone."""
    bound = f"(SELECT count(*) FROM subjects_{kind} o WHERE o.school = e.school AND o.pupil = e.pupil AND o.ref = e.ref)"
    theirs = f"(e.ref IS NULL OR e.ref IS NOT DISTINCT FROM s.ref OR {bound} = 0)"
    opening = f"(e.event <> '{opener}' OR e.entry = s.opener)"
    counts = f"e.day >= s.open_day AND ((e.scope = '{kind}' AND {theirs} AND {opening}) OR (e.scope IN ('case', 'pupil') AND ({own}))) "
    return counts + "OR (e.event IN ('left_roll', 'on_rolled') AND e.roll = s.roll)"


def _standing(kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: what stands for the whole school until further notice, whenever it was dated."""
    return f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school
    WHERE e.scope = 'school' AND e.event IN ({_quoted(standing(vocabulary))})"""


def _of_school(kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: the school's own entries of the window, what stands until further notice, and a month's last day."""
    months = f"""
    UNION ALL BY NAME
    SELECT s.subject, s.school, 'month_end' AS event, 'school' AS scope, s.own_day AS day, true AS sure, d.n_lo AS nlo, d.n_hi AS nhi
    FROM subjects_{kind} s LEFT JOIN days d ON d.school = s.school AND d.day = s.own_day"""
    return f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school
    WHERE e.scope = 'school' AND {WINDOW} AND e.event NOT IN ({_quoted(standing(vocabulary))})
    UNION ALL {_standing(kind, vocabulary)} {months if kind == "school_month" else ""}"""


def standing(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the school's events that stand until further notice."""
    return tuple(event for event, said in vocabulary.kinds.items() if said.stands_beside)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{w}'" for w in words) or "''"
