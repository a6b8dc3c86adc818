"""The frames of a result as plain rows, each school's apart. Nothing is decided here."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ehe_rules.result import Result

Row = dict[str, str]


@dataclass(frozen=True)
class SchoolRows:
    """What a result holds about one school.

    `findings` are the rows that a page lists; verdicts `met` outside any case (every leaver with a
    reason, every pupil asked) are only counted, in `met_elsewhere` and by ruleset and rule in `met_by_rule`.
    """

    urn: str
    name: str
    kind: str
    findings: list[Row]
    met_elsewhere: int
    subjects: list[Row]
    timeline: list[Row]
    pupils: list[Row]
    met_by_rule: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The name of the school's page, safe as a file name whatever was written where the URN belongs."""
        return page_name(self.urn)


def page_name(urn: str) -> str:
    """Return `<urn>.html`; a text that is no plain number or word becomes words and a short hash."""
    if re.fullmatch(r"[A-Za-z0-9]{1,40}", urn):
        return f"{urn}.html"
    plain = re.sub(r"[^A-Za-z0-9]+", "-", urn).strip("-")[:40]
    return f"{plain}-{hashlib.sha256(urn.encode()).hexdigest()[:8]}.html"


def records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as dictionaries of text; missing values are ''."""
    columns = [_text(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _text(column: pd.Series) -> list[str]:
    """Return a column as text: whole numbers without a decimal point, nothing for a missing value."""
    import pandas as pd  # noqa: PLC0415 - slow to import; only where reports are written

    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    text: list[str] = column.astype("string").fillna("").to_numpy(dtype=object).tolist()
    return text


def schools(result: Result) -> list[SchoolRows]:
    """Return every school met in the result, by name; none where it is about an authority alone.

    Schools of the same name are told apart by their URNs.
    """
    if only_of_authority(result):
        return []
    findings = of_schools(result.findings)
    is_met, has_case = findings["status"] == "met", findings["case"] != ""
    listed = _by_school(findings[~is_met | has_case])
    counted: dict[str, dict[tuple[str, str], int]] = {}
    for (urn, ruleset, rule), number in counts(
        findings[is_met & ~has_case], "school", "ruleset", "rule"
    ).items():
        counted.setdefault(urn, {})[ruleset, rule] = number
    subjects, timeline, pupils = map(
        _by_school, (of_schools(result.subjects), result.timeline, result.pupils)
    )
    known = {row["school"]: row for row in records(result.schools)}
    urns = sorted({*known, *listed, *subjects, *counted} - {""})
    names = {urn: known.get(urn, {}).get("name", "") or f"School {urn}" for urn in urns}
    times = Counter(name.casefold() for name in names.values())
    found = [
        SchoolRows(
            urn=urn,
            name=names[urn] if times[names[urn].casefold()] == 1 else f"{names[urn]} ({urn})",
            kind=_kind(known.get(urn, {})),
            findings=listed.get(urn, []),
            met_elsewhere=sum(counted.get(urn, {}).values()),
            subjects=subjects.get(urn, []),
            timeline=timeline.get(urn, []),
            pupils=pupils.get(urn, []),
            met_by_rule=counted.get(urn, {}),
        )
        for urn in urns
    ]
    return sorted(found, key=lambda school: (school.name.casefold(), school.urn))


def counts(frame: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], int]:
    """Return how many rows there are of each combination of the columns."""
    sizes = frame.groupby(list(columns)).size()
    return {
        tuple(map(str, key if isinstance(key, tuple) else (key,))): int(number)
        for key, number in sizes.items()
    }


def trust_findings(result: Result) -> list[Row]:
    """Return the findings that belong to no school and no child: the trust's own duties."""
    findings = result.findings
    nobody = (findings["school"] == "") & (findings["pupil"] == "") & (findings["upn"] == "")
    return records(findings[nobody & ~findings["about"].map(is_of_authority).astype(bool)])


def is_of_authority(about: str) -> bool:
    """Whether a kind of subject is one in an authority's own records."""
    return about == "authority" or about.startswith("la_")


def of_schools(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows (findings or subjects) that are not an authority's: it answers for them, whichever school they name."""
    return frame[~frame["about"].map(is_of_authority).astype(bool)]


def only_of_authority(result: Result) -> bool:
    """Whether nothing but an authority's own records was judged: a school that its register names has no page then."""
    judged = {about for about in result.subjects["about"] if about != "case"}
    return bool(judged) and all(is_of_authority(about) for about in judged)


def authority_findings(result: Result) -> list[Row]:
    """Return the findings on an authority's own records."""
    findings = result.findings
    return records(findings[findings["about"].map(is_of_authority).astype(bool)])


def _by_school(frame: pd.DataFrame) -> dict[str, list[Row]]:
    groups = frame.groupby("school", sort=True)
    return {str(urn): records(group) for urn, group in groups}


def _kind(school: Row) -> str:
    """`Primary, special`: the phase and, unless mainstream, the type."""
    words = [school.get("phase", ""), school.get("type", "")]
    return ", ".join(word for word in words if word and word != "mainstream").capitalize()
