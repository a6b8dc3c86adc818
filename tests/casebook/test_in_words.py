"""Cases as a person would tell them."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from rulebook.made import RULE, write

from ehe_rules.casebook import in_words
from ehe_rules.casebook.found import find_cases
from ehe_rules.rulebook.model import Case

if TYPE_CHECKING:
    from pathlib import Path

CASES = """\
cases:
  - name: sent a day late
    on: 2026-01-30
    events:
      - 2026-01-12 oral_intention_stated role parent
      - 2026-01-20 intent_letter_sent covers responsibilities; meeting_invitation recorded 2026-01-21
      - 2026-01-22 phone_attempted role headteacher with dsl outcome no_answer tag EHE ref A1
      - 2026-01-26 notification_received until 2026-02-06 role parent
    roll: {leaving_date: 2026-02-09, removal_ground: f, leaving_reason: ""}
    marks: [2026-01-19..2026-01-23 O, 2026-01-26 AM /]
    exports: [{table: events, exported_on: 2026-01-28}]
    school: {type: special}
    set: {letter_time: 5 school days}
    expect: late
    due_on: 2026-01-19
    done_on: 2026-01-20
    days_late: 1
  - name: nothing was supplied
    on: 2026-01-30
    without: [events, pupils.removal_ground]
    expect: [cannot_tell, met]
"""


def told(folder: Path) -> list[in_words.CaseTold]:
    made = write(folder, {"letter.yaml": RULE + CASES})
    return [in_words.tell_case(found) for found in find_cases([made])]


def test_a_case_says_its_record_and_its_outcome_in_words(tmp_path: Path) -> None:
    late = told(tmp_path)[0]
    assert (late.name, late.expected) == ("sent a day late", ("late",))
    assert late.lines == (
        "Looked at on 30 Jan 2026.",
        "12 Jan 2026: the parent's stated intention, by a parent.",
        "20 Jan 2026: the intent-to-EHE letter, covering the parent's responsibilities and the invitation to meet, entered 21 Jan 2026.",
        "22 Jan 2026: an attempt by phone, by the headteacher, with the DSL, recorded as no answer, under the tag EHE, reference A1.",
        "26 Jan 2026: the parent's written notice, by a parent, naming 6 Feb 2026.",
        "On the roll: the leaving date: 9 Feb 2026; the ground for deletion: f; the reason for leaving: blank.",
        "Marked O: 19 Jan 2026 to 23 Jan 2026.",
        "Marked AM /: 26 Jan 2026.",
        "The school: type: special.",
        "The export of the log of events: exported on: 28 Jan 2026.",
        "The trust has set letter time to 5 school days.",
        "Last day allowed: Mon 19 Jan 2026.",
        "Done: 20 Jan 2026.",
        "Days late, counted as the deadline is: 1.",
    )


def test_a_case_says_what_was_not_supplied(tmp_path: Path) -> None:
    bare = told(tmp_path)[1]
    assert bare.expected == ("cannot_tell", "met")
    assert bare.lines[1:] == ("Not supplied: the log of events, the ground for deletion on the roll.",)


def test_whatever_a_case_can_say_is_told() -> None:
    """A key that is added to cases must be told too, or a reader would see half of the record."""
    assert set(re.findall(r"\bcase\.(\w+)", inspect.getsource(in_words))) == set(Case.model_fields)
