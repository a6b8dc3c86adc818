"""What the whole checks share: the example trust, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import run

from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.reporting import write

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.result import Result


PUPILS = 300
"""Ordinary pupils of the example here: enough to look into, and quickly judged; the stories are all there."""


@dataclass(frozen=True)
class Example:
    """The example trust: the folder of its exports, the result of its check, and the folder of its report."""

    exports: Path
    result: Result
    report: Path


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """Write, check and report the example trust."""
    folder = tmp_path_factory.mktemp("example")
    write_example(folder / "exports", pupils=PUPILS)
    result = run([folder / "exports"], on=EXAMPLE_ON)
    write(result, folder / "report")
    return Example(folder / "exports", result, folder / "report")
