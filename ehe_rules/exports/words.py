"""The vocabulary as this step needs it: what an events table may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PUPIL_SCOPES = ("case", "pupil", "advice", "pressure", "return", "request")
"""Scopes whose entries are about one pupil; school, trust and la entries may name none."""

SCHOOL_FREE_SCOPES = ("trust", "la")
"""Scopes whose entries may name no school."""


@dataclass(frozen=True)
class Words:
    """The words of the rulebook's vocabulary.

    `events` gives for each event its attributes (covers, to, outcome) and their words; anything that is
    not a list of words (the description of `until`) is passed over. `scopes` gives each event's scope.
    `intake` names the pupil-scoped events that may stand for a whole intake, with no pupil named.
    """

    events: Mapping[str, Mapping[str, Sequence[str]]]
    roles: Sequence[str]
    reasons: Sequence[str]
    scopes: Mapping[str, str]
    intake: Sequence[str] = ("transition_meeting_held",)

    def of(self, event: str, attribute: str) -> tuple[str, ...]:
        """Give the words that this attribute of this event may hold; empty where it has none."""
        listed = self.events.get(event, {}).get(attribute, ())
        return () if isinstance(listed, str) else tuple(listed)
