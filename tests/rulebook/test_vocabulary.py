"""The vocabulary hangs together, and every name that the rulesets use is of it."""

from __future__ import annotations

from rulebook.made import vocabulary

from ehe_rules.exports.schema import NATIVE
from ehe_rules.facts.measures.yes_no import MEASURES


def test_no_event_stands_in_two_scopes() -> None:
    named = [event for events in vocabulary().events.values() for event in events]
    assert len(named) == len(set(named))


def test_the_scope_of_an_event_is_where_it_stands_or_what_is_said_of_a_derived_one() -> None:
    scopes = vocabulary().scopes
    assert scopes["meeting_held"] == "case"
    assert scopes["suspension"] == "pupil"
    assert scopes["pressure_reviewed"] == "pressure"
    assert scopes["off_rolled"] == "case"
    assert scopes["left_roll"] == "pupil"


def test_a_role_group_is_of_roles() -> None:
    for group, roles in vocabulary().role_groups.items():
        assert set(roles) <= set(vocabulary().roles), group
        assert group not in vocabulary().roles


def test_events_columns_and_measures_have_names_of_their_own() -> None:
    v = vocabulary()
    names = [*v.scopes, *v.columns, *v.measures]
    assert len(names) == len(set(names))


def test_columns_are_those_of_the_roll() -> None:
    assert set(vocabulary().columns) <= set(NATIVE["pupils"])


def test_every_measure_has_a_definition_and_every_definition_a_measure() -> None:
    assert set(vocabulary().measures) == set(MEASURES)


def test_what_opens_and_closes_a_subject_is_an_event() -> None:
    case = vocabulary().subjects["case"]
    assert {e for e in case.opened_by if " " not in e} <= set(vocabulary().scopes)
    assert {e for e in case.closed_by if " " not in e and "-" not in e} <= set(vocabulary().scopes)


def test_he_and_eo_are_never_home_education() -> None:
    assert not {"he", "eo"} & {word.lower() for word in vocabulary().ehe_words}


def test_the_words_of_an_attribute() -> None:
    v = vocabulary()
    assert v.words_of("referral_made", "to") == ("early_help", "la", "mash", "other")
    assert {"dsl", "heads"} <= set(v.words_of("meeting_held", "role"))
    assert v.words_of("meeting_held", "tag") == ()
    assert v.words_of("left_roll", "outcome") == ()
