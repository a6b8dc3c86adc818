"""Hypothesis strategies over the plain generators: a seed, and a size that shrinks."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from oracle.random_rules import random_rule
from oracle.random_trusts import random_trust

if TYPE_CHECKING:
    from oracle.model import Kind, Rule, Trust

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


@st.composite
def trusts(draw: st.DrawFn) -> Trust:
    """Draw a trust of 1 to 3 schools."""
    size = draw(st.integers(min_value=1, max_value=3))
    return random_trust(Random(draw(SEEDS)), size)  # noqa: S311 - test data, not a secret


@st.composite
def rules(draw: st.DrawFn, about: Kind | None = None) -> Rule:
    """Draw a rule, of one form at its smallest."""
    depth = draw(st.integers(min_value=0, max_value=2))
    return random_rule(Random(draw(SEEDS)), about, depth)  # noqa: S311 - test data, not a secret
