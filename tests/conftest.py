"""What all tests share: the project's own rulesets, loaded once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from ehe_rules import checking
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import rulesets_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ehe_rules.rulebook.ruleset import Ruleset


@pytest.fixture(scope="session", autouse=True)
def own_rulesets_once() -> Iterator[None]:
    """Load each of the project's rulesets once: no test changes them; a test's own may change from one check to the next."""
    loaded = cache(lambda folder, settings: load_ruleset(folder, dict(settings)))

    def load_once(
        folder: Path, settings: Mapping[str, str] | None = None, *, with_cases: bool = True
    ) -> Ruleset:
        if folder.parent != rulesets_folder().resolve():
            return load_ruleset(folder, settings, with_cases=with_cases)
        return loaded(folder, tuple(sorted((settings or {}).items())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "load_ruleset", load_once)
        yield
