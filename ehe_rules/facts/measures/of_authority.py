"""Measures of a child on an authority's register (its row of `la_register`, made by authority.py)."""

from __future__ import annotations

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.record.leaving import compulsory_age_sql

_TOO_YOUNG, _TOO_OLD = compulsory_age_sql("of_age.date_of_birth", f"({EPOCH} + f.own_day)")

PLAIN = {
    "has_ehc_plan": "with_plan.ehc_plan",
    "not_of_age_when_notified": f"CASE WHEN {_TOO_YOUNG} OR {_TOO_OLD} THEN 'yes' ELSE 'no' END",
}

_ROW = (
    "LEFT JOIN la_register {0} ON {0}.school = f.school AND {0}.pupil = f.pupil AND {0}.from_day = f.win_from"
)

JOINS = {"has_ehc_plan": _ROW.format("with_plan"), "not_of_age_when_notified": _ROW.format("of_age")}
