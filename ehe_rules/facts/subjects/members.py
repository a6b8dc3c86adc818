"""Which entries count for which subject (semantics section 1, docs/language.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.record.owners import OWNED
from ehe_rules.facts.record.register import AGREED, ON_REGISTER, REGISTER_AGREED
from ehe_rules.facts.subjects.intakes import MEETING, of_admission
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.members_of_authority import members_of_authority
from ehe_rules.facts.subjects.reviews import CASES_EXAMINED, EXAMINED_ALL
from ehe_rules.facts.subjects.serving import served_sql

if TYPE_CHECKING:
    from collections.abc import Collection

    from ehe_rules.rulebook.vocabulary import Vocabulary

OF_ROW = ("left_roll", "on_rolled", "attended_after_notice", FAMILY_EVENT, *FROM_MARKS)
"""Events that the tool dates for one roll row: they count only for subjects of that row."""

WINDOW = "e.day BETWEEN s.win_from AND s.win_to"

OF_PUPIL = "e.scope = 'pupil' AND e.day >= s.pupil_from"
"""SQL: whether an entry is one of the pupil's that count for each subject of that pupil, from entry on roll to the audit date."""


def members_sql(kind: str, vocabulary: Vocabulary, names: Collection[str] = ()) -> str:
    """Return SQL: `subject` with the entries that count for it; of what the tool dates for one subject only the events in `names`."""
    declared = KINDS[kind]
    if declared.is_period:
        return _of_period(kind, vocabulary, names)
    if declared.whose == "authority":
        return members_of_authority(kind, declared.opener)
    if declared.whose == "school":
        return _of_review(kind, declared.opener, names)
    own = f"e.event NOT IN ({_quoted(OF_ROW)}) OR e.roll = s.roll"
    if kind == "case":
        counts = f"(e.scope = 'case' AND {WINDOW}) OR ({OF_PUPIL} AND ({own})) "
        counts += "OR (e.event IN ('left_roll', 'on_rolled') AND e.roll = s.roll)"
    elif kind in ("leaver", "pupil"):
        of_it = f"({own}) AND (e.event <> 'off_rolled' OR e.roll IS NULL OR e.roll = s.roll)"
        counts = f"({WINDOW} AND e.event <> '{ON_REGISTER}' AND {of_it}) OR (e.event IN ('{ON_REGISTER}', '{MEETING}') AND e.roll = s.roll)"
    elif kind == "return":
        counts = f"(e.scope IN ('return', 'case') AND {WINDOW}) OR ({OF_PUPIL} AND e.event NOT IN ('on_rolled', 'left_roll') AND ({own})) "
        counts += "OR (e.roll = s.roll AND (e.event = 'left_roll' OR (e.event = 'on_rolled' AND e.day >= s.open_day)))"
    else:
        counts = _of_opener(kind, declared.opener, own)
    joined = f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school AND e.pupil = s.pupil WHERE {counts}"""
    parts = [joined, *([of_admission(kind)] if kind in ("leaver", "pupil") else [])]
    return " UNION ALL ".join([*parts, _standing(kind, vocabulary)] if kind == "pupil" else parts)


def _of_opener(kind: str, opener: str, own: str) -> str:
    """Return SQL: the opener itself and what answers it; an entry whose ref is an opener's is that one's alone."""
    bound = f"(SELECT count(*) FROM subjects_{kind} o WHERE o.school = e.school AND o.pupil = e.pupil AND o.ref = e.ref)"
    theirs = f"(e.ref IS NULL OR e.ref IS NOT DISTINCT FROM s.ref OR {bound} = 0)"
    opening = f"(e.event <> '{opener}' OR e.entry = s.opener)"
    counts = (
        f"(e.day >= s.open_day AND ((e.scope = '{kind}' AND {theirs} AND {opening}) OR e.scope = 'case')) "
    )
    return (
        counts + f"OR ({OF_PUPIL} AND ({own})) OR (e.event IN ('left_roll', 'on_rolled') AND e.roll = s.roll)"
    )


def _standing(kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: what stands for the whole school until further notice, whenever it was dated."""
    return f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school
    WHERE e.scope = 'school' AND e.event IN ({_quoted(standing(vocabulary))})"""


def _of_period(kind: str, vocabulary: Vocabulary, names: Collection[str]) -> str:
    """Return SQL: the entries of the school or owner in the window, what stands until further notice, and the period's last day."""
    declared = KINDS[kind]
    scopes = ("school",) if declared.whose == "school" else OWNED
    once = [
        e for e, said in vocabulary.kinds.items() if said.serves_one_period and vocabulary.scopes[e] in scopes
    ]
    apart = once if declared.grace else []
    parts = [
        f"""SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school
        WHERE e.scope IN ({_quoted(scopes)}) AND {WINDOW} AND e.event NOT IN ({_quoted((*standing(vocabulary), *apart))})""",
        _standing(kind, vocabulary),
        _ends(kind),
    ]
    parts += [served_sql(kind, apart)] if apart else []
    parts += [AGREED] if kind == "trust" and REGISTER_AGREED in names else []
    return " UNION ALL BY NAME ".join(f"({part})" for part in parts)


def _ends(kind: str) -> str:
    """Return SQL: the last day of a period as an entry, of which it may not be certain which day it is."""
    return f"""
    SELECT s.subject, s.school, '{KINDS[kind].ends}' AS event, 'school' AS scope, s.end_day AS day, s.ends_sure AS sure,
      d.n_lo AS nlo, d.n_hi AS nhi
    FROM subjects_{kind} s LEFT JOIN days d ON d.school = s.school AND d.day = s.end_day"""


def _of_review(kind: str, opener: str, names: Collection[str]) -> str:
    """Return SQL: the school's entries from the opener's day on, and the day on which every case had been examined."""
    bound = f"(SELECT count(*) FROM subjects_{kind} o WHERE o.school = e.school AND o.ref = e.ref)"
    plain = f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school
    WHERE e.scope = 'school' AND e.day >= s.open_day AND (e.event <> '{opener}' OR e.entry = s.opener)
      AND (e.ref IS NULL OR e.ref IS NOT DISTINCT FROM s.ref OR {bound} = 0)"""
    return (
        f"WITH plain AS ({plain}) FROM plain UNION ALL BY NAME ({EXAMINED_ALL})"
        if CASES_EXAMINED in names
        else plain
    )


def standing(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the school's events that stand until further notice."""
    return tuple(event for event, said in vocabulary.kinds.items() if said.stands_beside)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{w}'" for w in words) or "''"
