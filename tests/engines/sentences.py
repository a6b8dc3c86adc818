"""Rules in words that between them use every form of the language, for both engines to judge."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ehe_rules.facts.compile import compile_rule
from ehe_rules.rulebook.language import parse
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.model import RuleFile
from ehe_rules.rulebook.names import Names
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.ruleset import Rule, find_ruleset
from ehe_rules.rulebook.syntax import Recorded

if TYPE_CHECKING:
    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.rulebook.vocabulary import Vocabulary

REQUIRED = (
    "parent_contacted",
    "meeting_held within 3 school days of risk_identified",
    "meeting_held within letter_time of risk_known",
    "stage_1_offered within 4 days after risk_known",
    "phone_attempted by senior_leaders within 2 weeks after meeting_declined",
    "meeting_offered within 2 school days before off_rolled",
    "stage_2_offered within 3 days before off_rolled",
    "notification_received on or before off_rolled",
    "stage_1_offered before off_rolled",
    "ehe1_done on off_rolled",
    "off_rolled after notification_received.until",
    "stage_2_offered on or after stage_1_offered",
    "meeting_held between meeting_offered and 2 days after meeting_offered",
    "stage_1_offered between risk_identified and off_rolled",
    "complaint_made between dispute_window before notification_received and notification_received",
    "actions_reviewed every 2 school days from meeting_held until off_rolled",
    "meeting_held.role includes any of (senior_leaders)",
    "meeting_held.count >= 2 and meeting_offered.count < 3",
    "meeting_held.count = enough or parent_contacted.count > enough",
    "leaving_reason is recorded and not leaver_fields_disagree",
    "attended_after_notice on or before leaving_date",
    "not (meeting_held within 3 days after meeting_offered) or meeting_declined",
    "not (meeting_declined and not (meeting_held within 3 days after meeting_offered))",
    (
        "(stage_1_offered on or before off_rolled and stage_2_offered on or before off_rolled) "
        "or (short_notice and stage_1_offered within some_time of notification_received "
        "and stage_2_offered within some_time of notification_received)"
    ),
    (
        "(meeting_held or phone_attempted or parent_contacted) and (ehe1_sent or ehe1_completed or meeting_declined) "
        "and (meeting_offered or intent_letter_sent or support_given) and (complaint_made or suspension or barrier_recorded)"
    ),
)
FORBIDDEN = (
    "school_suggested_ehe as any of (upheld, not_said)",
    "not (meeting_held before off_rolled) and not (actions_reviewed every 3 days from meeting_held until off_rolled)",
)
FLAGGED = (
    (
        "suspension between dispute_window before notification_received and notification_received "
        "or complaint_made between dispute_window before notification_received and notification_received"
    ),
    "not school_suggested_ehe as any of (upheld, not_upheld)",
)
WHEN = (
    "",
    "risk_known",
    "meeting_offered and not meeting_declined and not (meeting_held within 3 days after meeting_offered)",
    "(ehe_leaver or phone_attempted.outcome is no_answer) and stage_1_offered",
)
IN_FORCE = (None, None, {"from": "1970-01-04"}, {"from": None}, {"from": "1969-12-31", "to": "1970-01-07"})
"""The random facts lie in the first days of 1970."""
ANCHORS = ("", "risk_known", "stage_1_offered", "")


@cache
def _names() -> Names:
    ruleset = load_ruleset(find_ruleset("hcat-ehe"))
    dated = {
        "some_time": [{"value": "2 days"}, {"from": "1970-01-05", "value": "4 days"}],
        "enough": [
            {"value": "1"},
            {"from": "1970-01-04", "value": "2"},
            {"from": "1970-01-07", "value": "0"},
        ],
    }
    parameters = {
        name: Parameter.model_validate({"values": v, "reason": "a test"}) for name, v in dated.items()
    }
    vocabulary = ruleset.vocabulary
    groups = {**vocabulary.role_groups, **ruleset.info.role_groups}
    return Names(vocabulary, {**ruleset.parameters, **parameters}, groups, dict(ruleset.milestones))


def vocabulary() -> Vocabulary:
    """Return the vocabulary that the sentences are written in."""
    return _names().vocabulary


def all_rules() -> list[CompiledRule]:
    """Return every sentence as a rule, the conditions, dates and anchors dealt out in turn."""
    stated = (
        [("require", x) for x in REQUIRED]
        + [("forbid", x) for x in FORBIDDEN]
        + [("flag", x) for x in FLAGGED]
    )
    found = []
    for i, (kind, sentence) in enumerate(stated * 3):
        when = WHEN[(i + i // len(stated)) % 4]
        found.append(rule(f"rule-{i}", kind, sentence, when, in_force=IN_FORCE[i % 5], anchor=ANCHORS[i % 4]))
    return found


def rule(  # noqa: PLR0913 - what a rule's file may say
    name: str, kind: str, sentence: str, when: str = "", *, in_force: object = None, anchor: str = ""
) -> CompiledRule:
    """Return one rule about cases, ready for both engines."""
    names = _names()
    file = RuleFile.model_validate(
        {
            "title": name,
            "clauses": "test:1",
            "about": "case",
            "part": "records",
            "authority": "policy",
            "force": "indicator" if kind == "flag" else "must",
            "severity": "low",
            "owner": "attendance lead",
            "remedy": "None.",
            "in_force": in_force,
            kind: sentence,
        }
    )
    named = parse(anchor, names) if anchor else None
    loaded = Rule(
        "test",
        name,
        find_ruleset("hcat-ehe") / f"{name}.yaml",
        file,
        parse(when, names) if when else None,
        parse(sentence, names),
        named.a if isinstance(named, Recorded) else None,
    )
    return compile_rule(loaded, names.parameters, None)
