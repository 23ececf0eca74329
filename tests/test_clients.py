"""What other programs make of our files: a DTD, translate-toolkit, polars, datasets; OmegaT and LibreOffice if they are there.

Each program gets hostile text, and has to give back what the text policy left of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from corpus import Pair
from exports import write
from exports.text import one_line, xml_safe
from tests.conftest import ROOT
from tests.test_exports import HOSTILE

LONGEST_CELL = 32_767  # characters of a spreadsheet
TEXTS = [text for text in HOSTILE if len(text) <= LONGEST_CELL]
PAIRS = [Pair(text, f"Câu {n}: {text} – hết.", 0.5, doc="nguồn & đích.txt", id=str(n)) for n, text in enumerate(TEXTS, 1)]


def sides(policy: object) -> list[tuple[str, str]]:
    return [(policy(p.en, Counter()), policy(p.vi, Counter())) for p in PAIRS]  # type: ignore[operator]


def elsewhere(code: str, *arguments: Path, **environment: str) -> object:
    """The JSON that a program of Python prints which runs in a process of its own: its warnings are not ours."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)],
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
    )
    return json.loads(done.stdout)


def test_tmx_is_as_the_grammar_says(tmp_path: Path) -> None:
    write(PAIRS, tmp_path / "a.tmx")
    with (ROOT / "tests" / "tmx14.dtd").open("rb") as grammar:
        dtd = etree.DTD(grammar)
    tree = etree.parse(tmp_path / "a.tmx", etree.XMLParser(load_dtd=False, no_network=True))
    assert dtd.validate(tree), dtd.error_log


TOOLKIT = """
import json, sys
from translate.storage import tmx
with open(sys.argv[1], "rb") as stream:
    store = tmx.tmxfile(stream, "en", "vi")
print(json.dumps([[str(unit.source), str(unit.target)] for unit in store.units]))
"""


def test_translate_toolkit_reads_tmx(tmp_path: Path) -> None:
    write(PAIRS, tmp_path / "a.tmx")
    assert [tuple(pair) for pair in elsewhere(TOOLKIT, tmp_path / "a.tmx")] == sides(xml_safe)  # type: ignore[attr-defined]


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_polars_reads_tsv_and_jsonl(tmp_path: Path, packed: str) -> None:
    write(PAIRS, tmp_path / f"a.tsv{packed}")
    table = pl.read_csv(tmp_path / f"a.tsv{packed}", separator="\t", quote_char=None, infer_schema=False)
    assert list(zip(table["en"], table["vi"], strict=True)) == sides(one_line)
    if not packed:
        write(PAIRS, tmp_path / "a.jsonl")
        rows = pl.read_ndjson(tmp_path / "a.jsonl")["translation"].struct.unnest()
        assert rows.rows() == sides(xml_safe)


def test_polars_reads_csv_and_parquet(tmp_path: Path) -> None:
    write(PAIRS, tmp_path / "a.csv")
    table = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert list(zip(table["en"], table["vi"], strict=True)) == sides(xml_safe)
    write(PAIRS, tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet")["translation"].struct.unnest().rows() == sides(xml_safe)


DATASETS = """
import json, sys
import datasets
path = sys.argv[1]
options = {"sep": "\\t", "quoting": 3, "keep_default_na": False} if path.endswith("tsv") else {}
kind = {"tsv": "csv", "jsonl": "json", "parquet": "parquet"}[path.rpartition(".")[2]]
found = datasets.load_dataset(kind, data_files=path, split="train", cache_dir=sys.argv[2], **options)
if kind != "csv":
    found = found.cast_column("translation", datasets.Translation(languages=["en", "vi"]))
print(json.dumps([[row[side] for side in ("en", "vi")] for row in (r.get("translation", r) for r in found)]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["tsv", "jsonl", "parquet"])
def test_datasets_reads_tsv_jsonl_and_parquet(tmp_path: Path, suffix: str) -> None:
    write(PAIRS, tmp_path / f"a.{suffix}")
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    found = elsewhere(DATASETS, tmp_path / f"a.{suffix}", tmp_path / "cache", **offline)
    assert [tuple(pair) for pair in found] == sides(one_line if suffix == "tsv" else xml_safe)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_csv_and_tsv(tmp_path: Path) -> None:
    for suffix, code, policy in (("csv", "44,34,76,1,1/2/2/2", xml_safe), ("tsv", "9,0,76,1,1/2/2/2", one_line)):
        write(PAIRS, tmp_path / f"a.{suffix}")
        target = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", f"--infilter=CSV:{code}", "--convert-to",
             target, "--outdir", str(tmp_path / "out"), str(tmp_path / f"a.{suffix}")],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        table = pl.read_csv(tmp_path / "out" / "a.csv", separator="\t", infer_schema=False)
        assert list(zip(table["en"], table["vi"], strict=True)) == sides(policy)


PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>en</source_lang><target_lang>vi</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>
"""
# paragraphs of a text file that OmegaT takes as they are, to be filled from the memory
PARAGRAPHS = {p.en: p.vi for p in PAIRS if p.en == p.en.strip() and p.en.isprintable() and p.en.isascii()}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("omegat"), reason="OmegaT is not installed")
def test_omegat_fills_a_document_from_tmx(tmp_path: Path) -> None:
    for folder in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (tmp_path / "project" / folder).mkdir(parents=True)
    (tmp_path / "project" / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "project" / "source" / "a.txt").write_text("\n\n".join(PARAGRAPHS) + "\n", encoding="utf-8")
    write(PAIRS, tmp_path / "project" / "tm" / "auto" / "a.tmx")
    options = "-Djava.awt.headless=true -Duser.language=en -Dfile.encoding=UTF-8"
    subprocess.run(
        ["omegat", str(tmp_path / "project"), "--mode=console-translate", f"--config-dir={tmp_path / 'config'}", "--no-team"],
        check=True, capture_output=True, timeout=300, env={**os.environ, "JAVA_TOOL_OPTIONS": options},
    )  # fmt: skip
    filled = (tmp_path / "project" / "target" / "a.txt").read_text(encoding="utf-8")
    assert [line for line in filled.split("\n") if line] == list(PARAGRAPHS.values())
