"""The profiles that come with the tool: they speak the vocabulary, and what a trust's own may not say stops the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import rows, upn
from exports.systems import INCIDENTS, incident, real_words, take

from ehe_rules.exports.check_words import check_profile
from ehe_rules.exports.profile import Profile, ProfileError, load_profiles

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("profile", load_profiles(), ids=lambda profile: profile.profile)
def test_every_event_and_word_that_is_mapped_to_is_of_the_vocabulary(profile: Profile) -> None:
    check_profile(profile, real_words())


@pytest.mark.parametrize("profile", load_profiles(), ids=lambda profile: profile.profile)
def test_a_leaving_date_has_its_convention_stated(profile: Profile) -> None:
    for table in profile.tables:
        assert "leaving_date" not in table.columns or "leaving_date" in table.model_fields_set


OWN = """\
profile: own
tables:
  - table: events
    required: [date, category]
    either: [upn]
    headings: {{date: On, category: Kind}}
    {rest}
"""


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            "entries: [{category: A, event: meting_held}]",
            "there is no event 'meting_held' (nearest: meeting_held)",
        ),
        (
            "entries: [{category: A, event: risk_identified, outcome: early}]",
            "there is no word for outcome of risk_identified 'early'",
        ),
        (
            "entries: [{category: A, event: meeting_held, role: head}]",
            "there is no word for role of meeting_held 'head'",
        ),
        (
            "entries: [{category: A, event: la_informed, text: '(?P<to>x)', words: {x: police}}]",
            "there is no word for to of la_informed 'police'",
        ),
        ("entries: [{category: A, event: meeting_held}]\n    prefixes: {X: boss}", "there is no role 'boss'"),
        ("entries: [{category: A, event: meeting_held, text: '(?P<who>x)'}]", "a group may be named"),
        ("entries: [{category: A, event: meeting_held, text: '(x'}]", "cannot be read"),
        ("entries: [{category: A, event: meeting_held, text: 'a(?=b)'}]", "cannot be used"),
        ("entries: [{category: A, event: meeting_held}]\n    carries: [meeting_held]", "leave `carries` out"),
        ("optional: [note]", "name the column `event`, or give `entries`"),
    ],
)
def test_a_mapping_that_cannot_be_used_names_its_file(tmp_path: Path, rest: str, said: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(rest=rest))
    with pytest.raises(ProfileError) as raised:
        take(tmp_path / "in", {"100001/a.csv": INCIDENTS + incident(1, "x")}, [path])
    assert str(raised.value).startswith(f"{path}: this profile cannot be used: ")
    assert said in str(raised.value)
    assert raised.value.exit_status == 2


def test_a_trusts_own_profile_goes_before_a_built_in_that_knows_more_headings(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "profile: own\ntables:\n  - table: events\n    required: [category, date, text]\n    either: [upn]\n"
        "    headings: {date: Incident Date, text: Incident}\n    entries: [{category: EHE, event: meeting_held}]\n"
    )
    tables = take(tmp_path / "in", {"100001/a.csv": INCIDENTS + incident(1, "x")}, [path])
    assert rows(tables, "SELECT system FROM files") == [("own",)]
    assert rows(tables, "SELECT event, pupil FROM events") == [("meeting_held", upn(1))]
