"""Ids of XLIFF units: kept, shown, known to ignores, and back in XLIFF."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import Pair
from exports import read_pairs, write
from exports.validation import validate
from tests.conftest import Run

UNITS = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="app" source-language="en" target-language="vi" datatype="plaintext"><body>
<trans-unit id="tos.title"><source>It cost $5.</source><target>Nó có giá 6 USD.</target></trans-unit>
<trans-unit id="4711" resname="price &amp; tax"><source>It cost $7.</source><target>Nó có giá 8 USD.</target></trans-unit>
</body></file></xliff>"""
UNITS_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="vi"><file id="f">
<unit id="tos.title"><segment><source>It cost $5.</source><target>Nó có giá 6 USD.</target></segment></unit>
<unit id="4711" name="price &amp; tax"><segment><source>It cost $7.</source><target>Nó có giá 8 USD.</target></segment></unit>
</file></xliff>"""


@pytest.fixture(params=[UNITS, UNITS_2], ids=["1.2", "2.0"])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "app.xlf").write_text(request.param, encoding="utf-8")
    return tmp_path / "app.xlf"


@pytest.mark.parametrize("key", ["xliff", "xliff2"])
def test_ids_and_names_come_back(key: str, release: Path, tmp_path: Path) -> None:
    assert [(pair.id, pair.name) for pair in read_pairs(release)] == [("tos.title", ""), ("4711", "price & tax")]
    write(read_pairs(release), tmp_path / "again", key)
    units = list(etree.parse(tmp_path / "again").getroot().iter("{*}trans-unit", "{*}unit"))
    assert [unit.get("id") for unit in units] == ["tos.title", "4711"]
    assert [unit.get("resname") or unit.get("name") for unit in units] == [None, "price & tax"]
    assert [(pair.id, pair.name) for pair in read_pairs(tmp_path / "again")] == [("tos.title", ""), ("4711", "price & tax")]


@pytest.mark.parametrize(("name", "left"), [("tos.title", 1), ("4711", 1), ("price & tax", 1), ("other", 2)])
def test_an_ignore_may_give_the_id_or_the_other_name(name: str, left: int, run_here: Run, release: Path, tmp_path: Path) -> None:
    ignore = f'[[check.ignore]]\ncode = "number_mismatch"\nid = "{name}"\nreason = "agreed"\n'
    (tmp_path / "songngu.toml").write_text(ignore, encoding="utf-8")
    assert len(run_here("check", release, "--format", "jsonl").stdout.splitlines()) == left


def test_reports_show_them(run_here: Run, release: Path) -> None:
    table = run_here("check", release).stdout
    assert "  id tos.title  score" in table
    assert "  id 4711 (price & tax)  score" in table
    assert "id 4711 (price &amp; tax)" in run_here("check", release, "--format", "html").stdout


def test_other_formats_keep_the_id_and_say_that_the_name_is_left_out(run_here: Run, release: Path) -> None:
    done = run_here("convert", release, "a.jsonl")
    assert "left out: resname of a unit, beside its id (1)" in done.stderr
    assert [pair.id for pair in read_pairs(release.with_name("a.jsonl"))] == ["tos.title", "4711"]
    assert "left out" not in run_here("convert", release, "b.xlf").stderr


ids = st.lists(st.sampled_from(["", "1", "2", "a", "a b", "a_b", "a:1", "a#1", "tos.title", "Đ²", "a\nb"]), max_size=8)


@pytest.mark.parametrize("key", ["xliff", "xliff2"])
@given(names=ids)
@settings(deadline=None, max_examples=50)
def test_units_have_ids_of_their_own_and_pairs_keep_theirs(key: str, names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.xlf"
        write([Pair("It rains.", "Trời mưa.", id=name) for name in names], path, key)
        assert [pair.id for pair in read_pairs(path)] == names
        assert names == [] or validate(path, key).findings == []
