"""What was reached stays reached: figures on the development data, where it lies beside the checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks.measures import MEASURES, digest
from tests.conftest import SHARED

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


def test_every_measure_has_floors() -> None:
    assert set(FLOORS) == set(MEASURES)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", MEASURES)
def test_no_figure_is_below_its_floor(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the development data is not beside this checkout")
    take, folders = MEASURES[name]
    pinned = dict(FLOORS[name])
    assert pinned.pop("digest") == "-".join(digest(SHARED / folder) for folder in folders), "other data than was measured"
    figures = take(SHARED)
    assert set(figures) == set(pinned)
    below = {key: (figures[key], floor) for key, floor in pinned.items() if figures[key] < floor - 0.00005}
    assert not below
