"""What tests of systems' exports share: the real vocabulary, and small exports as the systems make them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from exports.helping import read, rows, upn

from ehe_rules.checking import load_rulesets
from ehe_rules.judge import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ehe_rules.exports import Tables, Words

INCIDENTS = "Incident ID,Incident Date,Date Added,UPN,Category,Subcategory,Incident,Added By\n"
ACTIONS = "Action ID,Incident ID,Action Date,Action,Action By\n"
SCHOOLS = "urn,name,laestab,code\n100001,Ash Example Primary,8102046,app-1\n100002,Beech Example Academy,810/2047,\n"
STAFF = "name,role,school\nAnn Example-H,headteacher,\nSam Example-S,dsl;sendco,\nSam Example-S,class_teacher,100002\n"


@cache
def real_words() -> Words:
    """Give the vocabulary of the rulesets that come with the tool."""
    return words_of(load_rulesets(())[0].vocabulary)


def take(folder: Path, files: Mapping[str, str | bytes], profiles: Sequence[Path] = ()) -> Tables:
    """Write files and read the folder with the real vocabulary."""
    return read(folder, files, real_words(), profiles)


def incident(  # noqa: PLR0913 - the columns of the export
    number: int, text: str, *, category: str = "EHE", sub: str = "", by: str = "", day: str = "12/01/2026"
) -> str:
    """Give a line of an export of incidents, about one pupil."""
    return f'INC-{number},{day} 09:15,,{upn(1)},"{category}","{sub}","{text}","{by}"\n'


def events(tables: Tables, columns: str = "event, outcome") -> list[tuple[Any, ...]]:
    """Give columns of the events, in order of kind and day."""
    return rows(tables, f"SELECT {columns} FROM events ORDER BY event, date, pupil")
