"""What was chosen for this run and changes what its pages show: parameters set, one school alone, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ehe_rules.reporting import words

_KINDS = {
    "case": ("case", "cases"),
    "leaver": ("leaver", "leavers"),
    "advice": ("entry of a professional's advice", "entries of a professional's advice"),
    "pressure": ("report of pressure", "reports of pressure"),
    "request": ("request for records", "requests for records"),
}


@dataclass(frozen=True)
class Choices:
    """What was chosen. `since` is ISO or ''; `left_out` counts the subjects left out by it, by school and kind."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    school: str = ""
    since: str = ""
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def said(self, school: str = "") -> list[str]:
        """Return a sentence for each choice, on the page of a school or (blank) on one about all of them."""
        found = []
        if self.school and not school:
            found.append(
                f"Only the school {self.school} is reported. The trust's other schools were read and judged with it and are not shown."
            )
        if self.parameters:
            values = [f"{name} is {value}" for name, value in sorted(self.parameters.items())]
            found.append(f"Set for this run, in place of the policy's own: {words.listed(values)}.")
        if self.since:
            found.append(self._left_out_words(school))
        return found

    def _left_out_words(self, school: str) -> str:
        number: Counter[str] = Counter()
        for urn, counts in self.left_out.items():
            if school in ("", urn):
                number.update(counts)
        listed = [words.plural(number[kind], *names) for kind, names in _KINDS.items() if number[kind]]
        return (
            f"Cases that closed and leavers who left before {words.day(self.since)} are left out, as asked for: "
            f"{words.listed(listed) or 'there were none'}. What concerns a child on roll or a return is shown, however old the case."
        )


def choices(manifest: Mapping[str, object]) -> Choices:
    """Return what a manifest says was chosen."""
    since, given = manifest.get("since"), manifest.get("parameters_set")
    dated = since if isinstance(since, Mapping) else {}
    return Choices(
        parameters={str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {},
        school=str(manifest.get("school") or ""),
        since=str(dated.get("date", "")),
        left_out=dated.get("subjects_left_out", {}),
    )
