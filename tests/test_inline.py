"""Inline codes of TMX and XLIFF: checks see them as tags, pairs, scores and other formats do not."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Pair, score
from corpus.pair import InlineCode, coded, coded_span
from exports import read_pairs
from exports.judge import Rules, Unit, judge
from tests.conftest import Run


def xliff(source: str, target: str, version: str = "1.2") -> str:
    """A file of one unit."""
    sides = f"<source>{source}</source><target>{target}</target>"
    if version == "1.2":
        return (
            '<xliff version="1.2"><file original="a" source-language="en" target-language="vi" datatype="html"><body>'
            f'<trans-unit id="1">{sides}</trans-unit></body></file></xliff>'
        )
    return (
        '<xliff version="2.0" srcLang="en" trgLang="vi"><file id="f"><unit id="1">'
        f"<segment>{sides}</segment></unit></file></xliff>"
    )


def tmx(en: str, vi: str) -> str:
    """A file of one unit."""
    tuvs = f'<tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="vi"><seg>{vi}</seg></tuv>'
    return f'<tmx version="1.4"><header/><body><tu>{tuvs}</tu></body></tmx>'


def read_one(content: str) -> Pair:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p"
        path.write_text(content, encoding="utf-8")
        (pair,) = read_pairs(path)
    return pair


SHOWN = {  # English, Vietnamese as the file has them; as they are checked; as they are in the pair
    "g and x": (
        xliff('Press <g id="2">here</g><x id="3"/>, please.', 'Hãy nhấn <x id="3"/><g id="2">đây</g>.'),
        ('Press <g id="2">here</g><x id="3"/>, please.', 'Hãy nhấn <x id="3"/><g id="2">đây</g>.'),
        ("Press here, please.", "Hãy nhấn đây."),
    ),
    "codes in each other": (
        xliff('<g id="1"><g id="2">Salt</g></g>', '<g id="1" ctype="bold">Muối<g id="2"/></g>'),
        ('<g id="1"><g id="2">Salt</g></g>', '<g id="1">Muối<g id="2"></g></g>'),
        ("Salt", "Muối"),
    ),
    "native codes": (
        xliff('<bpt id="1">&lt;b></bpt>Salt<ept id="1">&lt;/b></ept><ph id="4">{0} <sub>tip</sub></ph>', '<it id="9">x</it>Muối'),
        ('<bpt id="1"/>Salt<ept id="1"/><ph id="4"/>', '<it id="9"/>Muối'),
        ("Salt", "Muối"),
    ),
    "a code inside a comment": (
        xliff('Fresh <mrk mtype="term">sea <g id="1">salt</g></mrk>', '<g id="1">Muối</g> biển'),
        ('Fresh sea <g id="1">salt</g>', '<g id="1">Muối</g> biển'),
        ("Fresh sea salt", "Muối biển"),
    ),
    "XLIFF 2": (
        xliff('<pc id="1">Salt</pc><cp hex="0007"/> <sc id="2"/>is<ec startRef="2"/> white', 'Muối<ph id="3"/>', "2.0"),
        ('<pc id="1">Salt</pc> <sc id="2"/>is<ec startRef="2"/> white', 'Muối<ph id="3"/>'),
        ("Salt is white", "Muối"),
    ),
    "TMX": (
        tmx('The <bpt i="1" x="5">{\\b</bpt>tide<ept i="1">}</ept><ph>&lt;br/></ph>is in', '<hi type="b">Thủy triều</hi> lên'),
        ('The <bpt x="5"/>tide<ept x="5"/><ph/>is in', '<hi type="b">Thủy triều</hi> lên'),
        ("The tideis in", "Thủy triều lên"),
    ),
    "TMX without x": (
        tmx('<bpt i="0"/>A<ept i="0"/> <it pos="begin">{</it>tide', '<ut/>Thủy <ph x="2"><sub>mẹo</sub></ph>triều'),
        ('<bpt i="0"/>A<ept i="0"/> <it pos="begin"/>tide', '<ut/>Thủy <ph x="2"/>triều'),
        ("A tide", "Thủy triều"),
    ),
    "a name that looks like markup": (
        xliff('Salt<x id="a&quot;&lt;b>&amp;"/>', 'Muối<x id="&#10;"/>'),
        ('Salt<x id="a&quot;&lt;b&gt;&amp;"/>', 'Muối<x id="\n"/>'),
        ("Salt", "Muối"),
    ),
}


@pytest.mark.parametrize("case", SHOWN)
def test_codes_are_shown_as_tags_and_are_no_part_of_the_pair(case: str) -> None:
    content, shown, plain = SHOWN[case]
    pair = read_one(content)
    assert (pair.en_coded, pair.vi_coded) == shown
    assert (pair.en, pair.vi) == plain


def test_each_segment_of_a_unit_has_its_own_codes() -> None:
    content = xliff("Một. Hai.", "x").replace(
        "<source>Một. Hai.</source><target>x</target>",
        '<source>One. <g id="1">Two.</g></source><seg-source><mrk mtype="seg" mid="1">One.</mrk> '
        '<mrk mtype="seg" mid="2"><g id="1">Two.</g></mrk></seg-source><target><mrk mtype="seg" mid="1">Một.</mrk> '
        '<mrk mtype="seg" mid="2">Hai<x id="2"/>.</mrk></target>',
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.xlf"
        path.write_text(content, encoding="utf-8")
        found = [(pair.en_coded, pair.vi_coded) for pair in read_pairs(path)]
    assert found == [("One.", "Một."), ('<g id="1">Two.</g>', 'Hai<x id="2"/>.')]


def test_letters_in_pieces_do_not_move_the_codes() -> None:
    pieces = unicodedata.normalize("NFD", "Phà rời bến")
    pair = read_one(xliff("The ferry leaves", f'{pieces} <g id="1">{pieces}</g>'))
    assert pair.vi_coded == 'Phà rời bến <g id="1">Phà rời bến</g>'


def test_variants_of_a_unit_have_their_own_codes(tmp_path: Path) -> None:
    content = tmx('<ph x="1"/>The boat is full.', "Tàu đã đầy.").replace(
        "</tu>", '<tuv xml:lang="vi-VN"><seg>Tàu <ph x="1"/>hết chỗ.</seg></tuv></tu>'
    )
    (tmp_path / "a.tmx").write_text(content, encoding="utf-8")
    assert [(pair.en_coded, pair.vi_coded) for pair in read_pairs(tmp_path / "a.tmx")] == [
        ('<ph x="1"/>The boat is full.', "Tàu đã đầy."),
        ('<ph x="1"/>The boat is full.', 'Tàu <ph x="1"/>hết chỗ.'),
    ]


CHECKED = {  # a file, and what is found in it: code, what is marked
    "same codes": (xliff('Press <g id="2">here</g>.', 'Hãy nhấn vào <g id="2">đây</g>.'), []),
    "another order": (
        xliff('The <x id="1"/>ferry<x id="2"/> left.', 'Phà<x id="2"/> đã <x id="1"/>rời bến.'),
        [],
    ),
    "a lost pair": (
        xliff('Press <g id="2">here</g>.', "Hãy nhấn vào đây."),
        [("tag_mismatch", '<g id="2">'), ("tag_mismatch", "</g>")],
    ),
    "a lost code": (xliff('Hello<x id="1"/>, Lan.', "Xin chào, Lan."), [("tag_mismatch", '<x id="1"/>')]),
    "no space where a code stands": (xliff('Hello <x id="1"/>, you', 'Xin chào <x id="1"/>, bạn'), []),
    "a space where none did": (
        xliff('Hello <x id="1"/>, you', "Xin chào , bạn"),
        [("tag_mismatch", '<x id="1"/>'), ("whitespace", "chào ,")],
    ),
    "words on two lines": (
        xliff('The ferry<x id="lb"/>leaves at noon.', 'Phà rời bến<x id="lb"/>lúc trưa.'),
        [],
    ),
    "crossed codes": (
        xliff('<g id="1">Salt</g> and <g id="2">rice</g>', '<g id="1">Muối</g> và gạo<g id="3"></g>'),
        [("tag_mismatch", '<g id="2">')],
    ),
    "another number": (
        xliff('It cost <g id="5">$5</g>.', 'Nó có giá <g id="5">6 USD</g>.'),
        [("number_mismatch", "$5")],
    ),
    "a number that is the name of a code": (
        xliff('It rained for <g id="5">5</g> days.', 'Trời mưa nhiều <g id="5">ngày</g>.'),
        [("number_mismatch", "5</g> days")],
    ),
    "all else that codes have in common": (
        xliff(
            '<g id="1"><g id="2"><g id="3">Privacy policy applies to everybody here.</g></g></g>',
            '<g id="1"><g id="2"><g id="3">Con mèo đen nằm ngủ trên mái nhà.</g></g></g>',
        ),
        [("misalignment", "Privacy policy applies to everybody here.")],
    ),
    "nothing but a code": (
        xliff('The tide is <g id="1">in</g>.', '<x id="1"/>'),
        [("omission", 'The tide is <g id="1">in</g>.')],
    ),
    "TMX": (
        tmx('The <bpt i="1">&lt;b></bpt>tide<ept i="1">&lt;/b></ept> is in.', "Thủy triều đang lên."),
        [("tag_mismatch", '<bpt i="1"/>'), ("tag_mismatch", '<ept i="1"/>')],
    ),
    "TMX, numbered otherwise": (
        tmx('The <bpt i="1" x="1"/>tide<ept i="1"/> is in.', 'Thủy triều <bpt i="2" x="1"/>đang lên<ept i="2"/>.'),
        [],
    ),
    "TMX, another code": (
        tmx('The tide <ph x="1"/>is in.', 'Thủy triều <ph x="2"/>đang lên.'),
        [("tag_mismatch", '<ph x="1"/>')],
    ),
    "a translated tag in the text itself": (
        xliff('&lt;b>Salt&lt;/b> <x id="1"/>', 'Muối <x id="1"/>'),
        [("tag_mismatch", "<b>"), ("tag_mismatch", "</b>")],
    ),
}


@pytest.mark.parametrize("case", CHECKED)
def test_checks_see_codes_as_tags(case: str) -> None:
    content, expected = CHECKED[case]
    pair = read_one(content)
    judged = judge(Unit("f", pair), Rules())
    texts = (judged.pair.en_coded, judged.pair.vi_coded)
    spans = ((issue.en_span, issue.vi_span) for issue in judged.issues)
    marked = [next(text[slice(*at)] for text, at in zip(texts, both, strict=True) if at) for both in spans]
    found = list(zip((issue.code for issue in judged.issues), marked, strict=True))
    assert found[: len(expected) or None] == expected
    assert judged.score == score(pair.en, pair.vi)


def test_no_check_of_training_data_is_missed() -> None:
    pair = read_one(CHECKED["a space where none did"][0])
    assert [issue.code for issue in judge(Unit("f", pair), Rules("mt")).issues] == ["tag_mismatch"]
    only = Rules(codes=frozenset(["whitespace"]), severities={"whitespace": "major"})
    assert [(issue.code, issue.severity) for issue in judge(Unit("f", pair), only).issues] == [("whitespace", "major")]


REPORTS = ("table", "jsonl", "tsv", "sarif", "junit", "github", "html")


@pytest.mark.parametrize("key", REPORTS)
def test_every_report_shows_the_codes(key: str, run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(xliff('Press <g id="2">here</g>.', "Hãy nhấn vào đây."), encoding="utf-8")
    done = run_here("check", "a.xlf", "--format", key)
    assert done.returncode == 1
    assert "<g id=" in done.stdout.replace("&lt;", "<")


def test_spans_are_those_of_the_texts_in_the_report(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(CHECKED["another number"][0], encoding="utf-8")
    found: dict[str, Any] = json.loads(run_here("check", "a.xlf", "--format", "jsonl").stdout)
    (issue,) = found["issues"]
    assert found["en"] == 'It cost <g id="5">$5</g>.'
    assert [found[side][slice(*issue[f"{side}_span"])] for side in ("en", "vi")] == ["$5", "6 USD"]


def test_an_ignore_fits_with_and_without_the_codes(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(CHECKED["another number"][0], encoding="utf-8")
    for text in ("cost $5", "<g id='5'>$5".replace("'", '\\"')):
        ignore = f'[[check.ignore]]\ncode = "number_mismatch"\nen = "{text}"\nreason = "x"\n'
        (tmp_path / "songngu.toml").write_text(ignore, encoding="utf-8")
        assert run_here("check", "a.xlf").returncode == 0


def test_the_same_words_with_other_codes_are_another_finding(run_here: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(xliff('Press <g id="2">here</g>.', "Hãy nhấn vào đây."), encoding="utf-8")
    run_here("check", "a.xlf", "--baseline", "b.json", "--write-baseline")
    assert run_here("check", "a.xlf", "--baseline", "b.json").returncode == 0
    path.write_text(xliff('Press <x id="1"/>here.', "Hãy nhấn vào đây."), encoding="utf-8")
    assert run_here("check", "a.xlf", "--baseline", "b.json").returncode == 1


def test_convert_leaves_the_texts_as_they_are_and_counts_the_codes(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(CHECKED["no space where a code stands"][0], encoding="utf-8")
    done = run_here("convert", "a.xlf", "-", "--to", "tsv")
    assert done.stdout.splitlines()[1].startswith("Hello , you\tXin chào , bạn\t")
    assert "left out: codes of a native format, inside a text (2)" in done.stderr


def test_a_text_of_nothing_but_codes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus import UnreadableInput

    monkeypatch.setattr("exports.xliff.MAX_CODES", 100)
    (tmp_path / "a.xlf").write_text(xliff('<x id="1"/>' * 20_000, "Muối"), encoding="utf-8")
    with pytest.raises(UnreadableInput, match="a text with more than 100 codes"):
        list(read_pairs(tmp_path / "a.xlf"))


codes_of = st.lists(st.builds(InlineCode, st.integers(0, 12), st.sampled_from(["<x/>", '<g id="2">', "</g>"])), max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda code: code.at))
)


@given(st.text("abc <é", min_size=12, max_size=12), codes_of, st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None)
def test_a_span_marks_the_same_words_with_the_codes(text: str, codes: tuple[InlineCode, ...], one: int, other: int) -> None:
    start, end = min(one, other), max(one, other)
    whole = coded(text, codes)
    assert len(whole) == len(text) + sum(len(code.tag) for code in codes)
    first, last = coded_span((start, end), codes)
    inside = tuple(InlineCode(code.at - start, code.tag) for code in codes if start < code.at < end)
    assert whole[first:last] == coded(text[start:end], inside)
