"""The letters and forms that the example's schools send: what each contains is told once, in templates.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ehe_rules.example.style import Cell

_FORM = ("pupil_name", "pupil_address", "parent_name", "parent_address", "parent_phone", "ground")

CONTENTS: Final = {
    "Intent letter v3": ("intent_letter_sent", ("responsibilities", "meeting_invitation", "aim")),
    "Intent letter v2": ("intent_letter_sent", ("responsibilities", "meeting_invitation")),
    "Intent letter v1": ("intent_letter_sent", ("responsibilities",)),
    "EHE1 form": ("ehe1_sent", _FORM),
    "EHE1 form with safeguarding page": ("ehe1_sent", (*_FORM, "safeguarding_information")),
    "EHE1 form without telephone": ("ehe1_sent", (*_FORM[:4], "ground")),
    "EHE1 form, first page": ("ehe1_sent", ("pupil_name", "pupil_address", "parent_name", "ground")),
    "Intent to EHE proforma": (
        "proforma_completed",
        ("reasons", "previous_support", "current_support", "agreed_actions"),
    ),
    "Intent to EHE proforma, short": ("proforma_completed", ("reasons", "agreed_actions")),
    "Refusal summary": (
        "refusal_summary_logged",
        ("offer_to_meet", "parent_decision", "no_known_concerns"),
    ),
    "Refusal summary, offer only": ("refusal_summary_logged", ("offer_to_meet",)),
    "Reintegration plan": ("reintegration_plan_created", ("adjustments", "responsibilities", "review_dates")),
}
"""Name of the letter or form, the entry that it belongs to, and what it covers."""

_NAMES: Final = {(event, frozenset(covers)): name for name, (event, covers) in CONTENTS.items()}


def form_used(row: Mapping[str, Cell]) -> str:
    """Give the name of the letter or form that an entry used, or '' where none has these contents."""
    return _NAMES.get((str(row["event"]), frozenset(str(row.get("covers", "")).split(";"))), "")


def templates_text() -> str:
    """Give the text of templates.yaml."""
    lines = [
        f"  - {{name: '{name}', event: {event}, covers: [{', '.join(covers)}]}}"
        for name, (event, covers) in CONTENTS.items()
    ]
    return "\n".join(["# What our letters and forms contain.", "templates:", *lines, ""])
