"""The names that a rule may use, each checked when the ruleset loads; a name that is not known is met with the nearest one."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.syntax import MilestoneRef
    from ehe_rules.rulebook.vocabulary import Column, Measure, Vocabulary


class LanguageError(Exception):
    """A rule's words that mean nothing; `offset` is the character in its text where the trouble starts."""

    def __init__(self, message: str, offset: int = 0) -> None:
        """Keep the message and where it belongs."""
        super().__init__(message)
        self.message = message
        self.offset = offset


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the known name nearest to `name`, or nothing."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{found[0]}'?" if found else ""


@dataclass(frozen=True)
class Names:
    """All that a rule of a ruleset can name."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    role_groups: Mapping[str, tuple[str, ...]]
    milestones: dict[str, MilestoneRef] = field(default_factory=dict)
    about: str = ""

    def is_event(self, name: str) -> bool:
        """Whether `name` is an event, recorded or derived, or `any_entry`."""
        return name in self.vocabulary.scopes or name == "any_entry"

    def column(self, name: str) -> Column | Measure | None:
        """Return the roll column or measure of that name."""
        return self.vocabulary.column(name)

    def measured(self, name: str, offset: int) -> None:
        """Check that a measure is worked out for the subject that the rule is about."""
        measure = self.vocabulary.measures.get(name)
        if measure is not None and self.about and self.about not in measure.about:
            raise LanguageError(
                f"'{name}' is worked out for {', '.join(measure.about)}, not for {self.about}.", offset
            )

    def unknown(self, name: str, offset: int) -> LanguageError:
        """Return the error for a name that is neither event, milestone, column nor measure."""
        known = {
            *self.vocabulary.scopes,
            *self.milestones,
            *self.vocabulary.columns,
            *self.vocabulary.measures,
        }
        hint = nearest(name, known)
        return LanguageError(f"'{name}' is not an event, a milestone, a column or a measure.{hint}", offset)

    def parameter(self, name: str, offset: int, *, length: bool) -> None:
        """Check that a parameter exists and holds a length (or, if not `length`, a number)."""
        found = self.parameters.get(name)
        if found is None:
            raise LanguageError(f"'{name}' is not a parameter.{nearest(name, self.parameters)}", offset)
        if found.is_length != length:
            wanted = "a length of time, such as 5 school days" if length else "a plain number"
            raise LanguageError(f"The parameter '{name}' does not hold {wanted}.", offset)

    def words(self, event: str, attribute: str, given: Sequence[tuple[str, int]]) -> tuple[str, ...]:
        """Return the vocabulary words of an entry's attribute, role groups replaced by their roles, sorted."""
        known = self.vocabulary.words_of(event, attribute)
        if not known and attribute != "tag":
            what = {"covers": "contents", "to": "receivers", "outcome": "outcomes"}.get(attribute, attribute)
            raise LanguageError(
                f"'{event}' has no {what} in the vocabulary, so it cannot be narrowed by them.",
                next(o for _, o in given),
            )
        result: set[str] = set()
        for word, offset in given:
            if attribute in ("role", "with") and word in self.role_groups:
                result.update(self.role_groups[word])
            elif not known or word in known or (attribute == "outcome" and word == "not_said"):
                result.add(word)
            else:
                said = {"covers": "cover", "to": "be sent to", "outcome": "end as"}.get(attribute, "be by")
                hint = nearest(word, known) or f" It knows: {', '.join(sorted(known))}."
                raise LanguageError(f"'{event}' cannot {said} '{word}'.{hint}", offset)
        return tuple(sorted(result))
