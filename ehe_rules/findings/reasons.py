"""Each verdict's reason: words and dates, no row numbers and no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CHAIN
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import TRUE, UNKNOWN
from ehe_rules.findings.chosen import chosen
from ehe_rules.findings.sentences import form_said, not_in_time, truth_said
from ehe_rules.findings.unknowns import why_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.findings.record import Record, Verdict

MOST_PARTS = 4
"""A reason names so many parts of a rule at most."""


def reason(rule: c.CompiledRule, verdict: Verdict, record: Record) -> str:
    """Return why the verdict is what it is."""
    if verdict.form is not None and verdict.form < 0 and rule.when is not None:
        unknown = _with(list(c.forms_of(rule.when)), verdict.parts, CHAIN.index("cannot_tell"))
        return _joined("Whether this rule applies cannot be told.", _missing(unknown, record))
    forms = list(c.forms_of(rule.part))
    if rule.kind != "require":
        return _condition(rule, forms, verdict, record)
    number = CHAIN.index(verdict.status)
    if verdict.status == "cannot_tell":
        return _joined("Cannot tell.", _missing(_with(forms, verdict.parts, number), record))
    said = [
        form_said(x.form, verdict.status, record, negated=x.negated)
        for x in chosen(rule.part, verdict.parts, number)
    ]
    text = " ".join(dict.fromkeys([x for x in said if x][:MOST_PARTS]))
    return f"{text}{_approximately(forms, record)}".strip()


def _with(forms: Sequence[c.Form], parts: Sequence[int], wanted: int) -> list[c.Form]:
    return [form for form, part in zip(forms, parts, strict=True) if part == wanted]


def _missing(forms: Sequence[c.Form], record: Record) -> list[str]:
    return [why for form in forms for why in why_unknown(form, record)]


def _joined(head: str, sentences: Sequence[str]) -> str:
    return " ".join([head, *dict.fromkeys(sentences)])


def _condition(rule: c.CompiledRule, forms: Sequence[c.Form], verdict: Verdict, record: Record) -> str:
    if verdict.status == "cannot_tell":
        return _joined("Cannot tell.", _missing(_with(forms, verdict.parts, UNKNOWN), record))
    if verdict.status == "met":
        return "Nothing on record against."
    judged = zip(forms, _negated(rule.part), verdict.parts, strict=True)
    true = [(form, is_not) for form, is_not, truth in judged if truth == TRUE]
    shown = [truth_said(form, record, negated=is_not) for form, is_not in true]
    if not any(shown):
        shown = [not_in_time(x.a, x.limit, record) for x, is_not in true if is_not and isinstance(x, c.Timed)]
    return " ".join(dict.fromkeys([x for x in shown if x][:MOST_PARTS])) or "On record."


def _negated(part: c.Part) -> list[bool]:
    if isinstance(part, c.Group):
        return [x for p in part.parts for x in _negated(p)]
    return [isinstance(part, c.Negated)]


def _approximately(forms: Sequence[c.Form], record: Record) -> str:
    if record.facts["school"] not in record.supply.approximate:
        return ""
    units = {f.limit.amount.unit for f in forms if isinstance(f, c.Timed) and f.limit.amount is not None}
    units |= {f.gaps.amount.unit for f in forms if isinstance(f, c.Recurring)}
    return " School days are approximate: no calendar was supplied." if "school days" in units else ""
