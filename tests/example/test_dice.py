"""Chance and marks: the same numbers on any machine, evenly spread, at the rates they say."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np
import pytest

from ehe_rules.example.dice import CERTAIN, Dice, key_of, part, throws
from ehe_rules.example.noise import CODE, FALLS_ILL, ILL_FOR, ordinary_marks

SELDOM = 0.35
"""Who misses more of the year than this is one of those who seldom come."""
NAMES = np.arange(1, 401, dtype=np.uint64)


def test_the_first_throws_are_those_of_splitmix64() -> None:
    dice = Dice(7, "a test")
    state = key_of(7, "a test")
    assert [dice.below(2**64) for _ in range(3)] == [splitmix(state, step) for step in (1, 2, 3)]


def splitmix(state: int, step: int) -> int:
    """Give a number of the generator as its authors write it down, in whole numbers without end."""
    z = (state + step * 0x9E3779B97F4A7C15) % 2**64
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) % 2**64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) % 2**64
    return z ^ z >> 31


def test_many_throws_at_once_are_the_same_arithmetic() -> None:
    key, rows = key_of(7, "marks"), np.array([3, 2**63 + 5], dtype=np.uint64)
    expected = [[splitmix(splitmix(key, int(row)), column) for column in (1, 2, 3)] for row in rows.tolist()]
    assert throws(key, rows, 3).tolist() == expected


def test_known_marks_stay_as_they_are() -> None:
    marks = ordinary_marks(key_of(2026, "known"), NAMES[:20], 60, phase="Secondary")
    assert hashlib.sha256(marks.tobytes()).hexdigest() == (
        "097f2cc1b37da6da309194b659b1e32ad1271b0babe24bb8c788cc87481388e2"
    )


def test_parts_of_throws_are_even() -> None:
    thrown = throws(key_of(1, "even"), NAMES, 500)
    for place in range(4):
        share = (part(thrown, place) < CERTAIN // 10).mean()
        assert share == pytest.approx(0.1, abs=0.003)


def test_illness_comes_in_spells_at_its_rate() -> None:
    marks = ordinary_marks(key_of(3, "ill"), np.arange(3000, dtype=np.uint64), 190, phase="Primary")
    away = np.isin(marks, [CODE[code] for code in ("I", "O", "C")]).mean(axis=(1, 2))
    marks = marks[away < SELDOM]  # but for those who stay away for months
    ill = marks == CODE["I"]
    mean = sum(days * share for days, share in enumerate(ILL_FOR, start=1))
    assert ill.mean() == pytest.approx(FALLS_ILL * mean, rel=0.06)
    assert (ill[:, :, 0] == ill[:, :, 1]).all(), "whole days"
    begins = ill[:, 1:, 0] & ~ill[:, :-1, 0]
    assert ill[:, :, 0].sum() / begins.sum() == pytest.approx(mean, rel=0.1)


def test_things_are_chosen_by_weight() -> None:
    dice = Dice(5, "weights")
    counted = Counter(dice.weighed("abc", (1, 2, 7)) for _ in range(5000))
    assert [round(counted[letter] / 500) for letter in "abc"] == [1, 2, 7]
    assert {Dice(seed, "one").choice("xyz") for seed in range(30)} == set("xyz")
