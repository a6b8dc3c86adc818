"""YAML handed over by people: text only, and traps refused before anything is built of them."""

from __future__ import annotations

import time

import pytest
import yaml

from ehe_rules.exports.plain_yaml import MOST_VALUES, read_plain
from ehe_rules.yaml_text import MOST_DEPTH, TrapError


def test_every_scalar_is_text_and_anchors_may_be_used() -> None:
    read = read_plain("a: &x [100001, no, 1.10, 2025-09-01, ]\nb: *x\nc:")
    assert read == {
        "a": ["100001", "no", "1.10", "2025-09-01"],
        "b": ["100001", "no", "1.10", "2025-09-01"],
        "c": "",
    }


def test_aliases_of_aliases_are_refused_before_they_are_written_out() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    with pytest.raises(TrapError, match=f"{MOST_VALUES:,} values"):
        read_plain("\n".join(lines))
    assert time.perf_counter() - begun < 1


def test_endless_nesting_is_refused() -> None:
    assert read_plain("[" * MOST_DEPTH + "]" * MOST_DEPTH)
    for deep in (MOST_DEPTH + 1, 100_000):
        with pytest.raises(TrapError, match="nested more than"):
            read_plain("[" * deep + "]" * deep)


def test_what_is_no_yaml_is_said_to_be_none() -> None:
    for text in ("a: [", "a: *nobody", "\tx"):
        with pytest.raises(yaml.YAMLError):
            read_plain(text)
