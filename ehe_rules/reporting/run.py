"""What was run, in words: the audit date, the rulesets and how the engines agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ehe_rules.reporting import words
from ehe_rules.reporting.choices import Choices, choices


@dataclass(frozen=True)
class Run:
    """The run that a page reports on. `on` is ISO; everything else is for reading.

    `terms`: words of a dated document, and how they are read today.
    """

    on: str
    date: str
    rulesets: list[str]
    engines: str
    notices: list[str]
    choices: Choices = field(default_factory=Choices)
    terms: list[tuple[str, str]] = field(default_factory=list)


def run(manifest: Mapping[str, object]) -> Run:
    """Return what a manifest says of its run; what it does not say is left out."""
    on = str(manifest.get("on", ""))
    return Run(
        on=on,
        date=words.weekday(on),
        rulesets=[_ruleset(entry) for entry in _several(manifest.get("rulesets"))],
        engines=_engines(manifest.get("engines")),
        notices=[str(notice) for notice in _several(manifest.get("notices"))],
        choices=choices(manifest),
        terms=[
            (str(word), str(now))
            for entry in _several(manifest.get("rulesets"))
            if isinstance(entry, Mapping)
            for word, now in dict(entry.get("terms") or {}).items()
        ],
    )


def ruleset_names(manifest: Mapping[str, object]) -> list[str]:
    """Return the rulesets by name, in their order."""
    return [
        str(entry.get("name", "")) if isinstance(entry, Mapping) else str(entry)
        for entry in _several(manifest.get("rulesets"))
    ]


def _several(value: object) -> Sequence[object]:
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [
            {"name": name, **(about if isinstance(about, Mapping) else {})} for name, about in value.items()
        ]
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _ruleset(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    name, title, version = (str(entry.get(key) or "") for key in ("name", "title", "version"))
    detail = ", ".join(
        part for part in (name if title else "", f"version {version}" if version else "") if part
    )
    return f"{title or name} ({detail})" if detail else title or name


def _engines(entry: object) -> str:
    """Return a sentence on the engines; a sentence that the manifest gives is taken as it is."""
    if not isinstance(entry, Mapping):
        return "" if entry is None else str(entry)
    names = [str(name) for name in _several(entry.get("names"))]
    compared, differences = (int(str(entry.get(key) or 0)) for key in ("compared", "differences"))
    if len(names) < 2:  # noqa: PLR2004 - two engines or one: there is nothing to name
        return (
            f"One engine gave these verdicts{f' ({names[0]})' if names else ''}; no second one checked them."
        )
    agreed = "They agreed on every one." if not differences else f"They differed on {differences:,}."
    sample = str(entry.get("sample") or "")
    said = f"Two engines ({words.listed(names)}) judged independently; {words.plural(compared, 'verdict')} compared. {agreed}"
    return f"{said} {sample}".rstrip()
