"""Every provision of the law is in the rulebook, with where it stands, how binding it is, how sure we are and when it holds."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from ehe_rules.rulebook.commenced import awaited_by
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Ruleset, rulesets_folder

IDS = """
REG-ELECTRONIC REG-RETAIN-6Y REG-AMEND-TRAIL REG-CONTENT REG-ATT-TAKE REG-N-5SD REG-LATE-30
DEL-A DEL-B DEL-C DEL-D DEL-E DEL-G DEL-H-10SD DEL-I-20SD DEL-J DEL-K DEL-L DEL-M DEL-N DEL-O
DEL-VALID-GROUND DEL-NO-BACKDATE DEL-CSA DEL-F-CORE DEL-F-WRITTEN DEL-F-NO-DATE DEL-F-PREMATURE DEL-F-LATE DEL-F-SAO
DEL-F-SPECIAL DEL-F-EHCP-MAINSTREAM DEL-F-CP-CIN DEL-HI-NOT-EHE
RET-LA-WHICH RET-NEW-5D RET-DEL-CONTENT RET-DEL-TIME RET-ATT-10SD RET-SICK-15D RET-ORAL-EHE LEAVE-PT
CODE-VALID CODE-AFTER-OFFROLL CODE-GAP
WT-PA-10 WT-SA-50 WT-PN-10IN10 WT-FIRSTDAY WT-SUPPORT-FIRST WT-ILLNESS-EVID WT-SW-INFORM WT-WEEKLY WT-TRUST-DATA
CME-EHE-DELETE CME-ORAL CME-SICK15 CME-10-20 CME-NOT-EHE CME-ENQUIRY CME-CTF
KC-EHE-MEET KC-EHE-INFORM KC-EHE-EHCP KC-FILE-5D KC-RETURNER
EHE-8.1 EHE-8.6 EHE-NO-PRESSURE EHE-NO-PREVENT EHE-NOTIFY EHE-INFO OFF-SCHOOL-LETTER
SEND-10.33 SEND-LA SEND-AR-12M SEND-EARLY-REVIEW
CWSA-434A CWSA-434A-5Y CWSA-434A-TEST CWSA-434A-SCHOOL CWSA-434B CWSA-436B-G CWSA-HOMEVISIT CWSA-SAO
DEL-2006 DEL-2006-D RET-DEL-2016
""".split()  # noqa: SIM905 - a list to be read by eye
"""The provisions by id: of the law as it is, and of the regulations before."""

LABEL = re.compile(r"(P\*?|S|M)(\+(P\*?|S|M))*")
NEW = date(2024, 8, 19)


@cache
def england() -> Ruleset:
    return load_ruleset(rulesets_folder() / "england")


def test_every_provision_is_listed_and_no_other() -> None:
    assert sorted(england().clauses) == sorted(f"england:{name}" for name in IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_provision_says_where_it_stands_how_binding_how_sure_and_when(name: str) -> None:
    clause = england().clauses[f"england:{name}"]
    assert clause.instrument
    assert clause.force is not None
    assert LABEL.fullmatch(clause.confidence)
    assert clause.in_force is not None
    awaits = clause.in_force.awaits
    assert (clause.in_force.from_ is None) == (awaits != "") == name.startswith("CWSA-")


@pytest.mark.parametrize("name", IDS)
def test_what_records_decide_has_a_rule_and_what_they_do_not_has_a_reason(name: str) -> None:
    clause = england().clauses[f"england:{name}"]
    cited = [rule.name for rule in england().rules if clause.id in rule.file.clauses]
    if clause.check == "none":
        assert clause.why
        assert cited == []
    else:
        assert cited or name == "DEL-CSA"


def test_a_rule_carries_the_label_of_the_provision_that_it_executes() -> None:
    for rule in england().rules:
        labels = {england().clauses[clause].confidence for clause in rule.file.clauses}
        assert rule.file.confidence in labels, rule.id


def test_a_rule_holds_when_its_provision_does() -> None:
    """An act that is not commenced holds on no day; the regulations of 2006 hold to the day before those of 2024."""
    for rule in england().rules:
        first = england().clauses[rule.file.clauses[0]]
        assert first.in_force is not None
        assert awaited_by(rule) == first.in_force.awaits, rule.id
        old = first.in_force.to is not None
        held = rule.file.in_force
        assert (held is not None and held.to is not None) == old, rule.id
        if old:
            assert held is not None
            assert (held.from_, held.to) == (first.in_force.from_, first.in_force.to)
            assert held.to is not None
            assert (NEW - held.to).days == 1


def test_the_law_takes_no_figure_of_the_trusts() -> None:
    assert {parameter.choice_of for parameter in england().parameters.values()} == {"law"}
    assert england().info.builds_on == ()
