"""Two versions of a ruleset: what changed in meaning, in how it counts, in words, and what did not change at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import PARAMETERS, RULE, RULESET, load

from ehe_rules.rulebook.changes import Change, compare_rulesets

if TYPE_CHECKING:
    from pathlib import Path

CASE = "cases:\n  - {name: a case, on: 2026-01-30, expect: met}\n"
BASE = {
    "ruleset.yaml": RULESET
    + "milestones:\n  known: risk_identified or oral_intention_stated\nrole_groups:\n  ours: [dsl, sendco]\n",
    "letter.yaml": RULE + CASE,
    "other.yaml": RULE.replace("when: oral_intention_stated", "when: known and (meeting_held or meeting_declined)")
    .replace("require: intent_letter_sent within letter_time of oral_intention_stated", "forbid: phone_attempted by ours"),
}  # fmt: skip


def changes(folder: Path, files: dict[str, str | None]) -> list[Change]:
    """Compare the base with a ruleset in which these files are otherwise (None: not there)."""
    old = load(folder / "old", BASE)
    new = load(folder / "new", {k: v for k, v in {**BASE, **files}.items() if v is not None})
    return compare_rulesets(old, new)


def with_(name: str, *swaps: tuple[str, str]) -> dict[str, str | None]:
    text = BASE[name]
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


def test_the_same_is_the_same(tmp_path: Path) -> None:
    assert changes(tmp_path, {}) == []
    assert changes(tmp_path / "again", {"deeper/other.yaml": BASE["other.yaml"], "other.yaml": None}) == []


SENTENCE = "intent_letter_sent within letter_time of oral_intention_stated"


@pytest.mark.parametrize(
    ("name", "swap", "expected"),
    [
        ("letter.yaml", ("within letter_time of", "within letter_time after"), Change("letter", "means", ("require",))),
        ("letter.yaml", ("when: oral_intention_stated", "when: known"), Change("letter", "means", ("when",))),
        ("letter.yaml", ("about: case", "about: leaver"), Change("letter", "means", ("about",))),
        ("letter.yaml", ("owner:", "anchor: risk_identified\nowner:"), Change("letter", "means", ("anchor",))),
        ("letter.yaml", ("owner:", "in_force: {from: 2026-01-01}\nowner:"), Change("letter", "means", ("in_force",))),
        ("letter.yaml", ("severity: high", "severity: low"), Change("letter", "counts", ("severity",))),
        ("letter.yaml", ("clauses: x:1", "clauses: x:2"), Change("letter", "counts", ("clauses",))),
        ("letter.yaml", ("remedy: Send it.", "remedy: Send it now."), Change("letter", "words", ("remedy",))),
        ("letter.yaml", ("a case", "another case"), Change("letter", "cases", ("1 to 1",))),
        ("letter.yaml", (CASE, ""), Change("letter", "cases", ("1 to 0",))),
        # Only the order of what `and` and `or` join, and a bracket that says nothing: the same in other words.
        ("other.yaml", ("meeting_held or meeting_declined", "meeting_declined or meeting_held"), Change("other", "words", ("when",))),
        ("other.yaml", ("known and (meeting_held or meeting_declined)", "(meeting_held or meeting_declined) and known"), Change("other", "words", ("when",))),
        ("letter.yaml", (SENTENCE, f"({SENTENCE})"), Change("letter", "words", ("require",))),
        # A milestone and a group of roles stand for something else, though the rule's own words are the same.
        ("ruleset.yaml", ("risk_identified or", "notification_received or"), Change("other", "means", ("when",))),
        ("ruleset.yaml", ("[dsl, sendco]", "[dsl]"), Change("other", "means", ("forbid",))),
        # The same roles by name.
        ("other.yaml", ("by ours", "by any of (sendco, dsl)"), Change("other", "words", ("forbid",))),
    ],
)  # fmt: skip
def test_one_change_is_named_for_what_it_is(
    tmp_path: Path, name: str, swap: tuple[str, str], expected: Change
) -> None:
    assert changes(tmp_path, with_(name, swap)) == [expected]


def test_a_sentence_laid_out_otherwise_is_no_change(tmp_path: Path) -> None:
    folded = SENTENCE.replace(" within", "\n  within")
    assert changes(tmp_path, with_("letter.yaml", (f"require: {SENTENCE}", f"require: >\n  {folded}"))) == []


def test_a_figure_changes_the_rules_that_count_with_it(tmp_path: Path) -> None:
    longer = {"parameters.yaml": PARAMETERS.replace("5 school days", "6 school days")}
    assert changes(tmp_path, {**longer}) == [Change("letter", "means", ("parameter letter_time",))]
    reason = {"parameters.yaml": PARAMETERS.replace("for a test", "because")}
    assert changes(tmp_path / "again", {**reason}) == []


def test_a_ruleset_in_force_from_another_day_changes_all_of_its_rules(tmp_path: Path) -> None:
    later = {"ruleset.yaml": BASE["ruleset.yaml"] + "in_force: {from: 2026-01-01}\n"}
    assert changes(tmp_path, {**later}) == [
        Change("letter", "means", ("in_force",)),
        Change("other", "means", ("in_force",)),
    ]


def test_rules_come_go_and_change_their_names(tmp_path: Path) -> None:
    gone = {"other.yaml": None, "third.yaml": BASE["other.yaml"].replace("known and", "known or")}
    assert changes(tmp_path, gone) == [Change("other", "dropped"), Change("third", "added")]
    renamed = {
        "other.yaml": None,
        "third.yaml": BASE["other.yaml"].replace("owner: attendance lead", "owner: DSL"),
    }
    assert changes(tmp_path / "again", renamed) == [
        Change("third", "renamed", was="other"),
        Change("third", "words", ("owner",)),
    ]


def test_of_two_that_say_the_same_none_is_taken_for_the_other_renamed(tmp_path: Path) -> None:
    twins = {"other.yaml": None, "a.yaml": BASE["other.yaml"], "b.yaml": BASE["other.yaml"]}
    assert [(c.rule, c.what) for c in changes(tmp_path, twins)] == [
        ("a", "added"),
        ("b", "added"),
        ("other", "dropped"),
    ]
