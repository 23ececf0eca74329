"""Whole documents: the pairs that come out are those a careful person would export."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from aligners import align
from corpus import CorpusError, NotTranslations, OneLanguage, find_layout, read
from tests.conftest import ROOT
from tests.documents import Golden, f1, golden, refused

DOCUMENTS = golden()
KNOWN_FAILURES = {  # what we know we get wrong, with the reason
    "film-subtitles-lines": "one sentence over two subtitles is exported as two pairs of halves",
    "salt-village-summary": "a sentence that sums up two paragraphs is paired with the first sentence of one of them",
    "beekeeping-calendar": "a note that says something else is taken for the translation",
    "camping-stove": "two list items that the Vietnamese put on one line",
    "claypot-fish-recipe": "a free title far from its partner",
    "coffee-frost-news": "a line of a footer is paired with a byline",
    "fish-market-phrases": "a note in a table cell is exported as a translation",
    "fish-market-story": "dashes of dialogue that only the Vietnamese has are taken for layout",
    "rain-proverbs-newsletter": "quotations with their translation in brackets inside an English text are not found",
    "wedding-speech-blog": "quotations with their translation in brackets inside a Vietnamese text are not found",
    "app-release-notes": "an emoji before the English text alone is kept",
    "decree-circular": "the note that it was signed is exported as a pair",
    "faq-brackets": "a bracket inside the English text is taken for the translation",
    "folktale-blocks": "one of two sentences that became one is left alone",
    "horoscope-columns": "a note in a table cell is exported as a translation",
    "hotel-reviews": "who wrote a review is exported as a pair",
    "interview-potter": "the photographer is paired with the caption",
    "lyrics-columns": "chords over the columns are exported, and columns one space apart are not told",
    "worldnews-ferry": "two lines of spam are exported as a pair",
    "school-trip-email": "a signature in both spellings is exported as a pair",
}


OTHER_LAYOUT = {
    "coding-class-email": "a Vietnamese line above the English block makes it look interleaved; the pairs are right",
    "rain-proverbs-newsletter": "an English text that quotes Vietnamese",
}
INSIDE_TEXT = ("rain-proverbs-newsletter", "wedding-speech-blog")


def documents(failing: bool) -> list[object]:
    return [
        pytest.param(
            document,
            id=document.name,
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[document.name])]
            if failing and document.name in KNOWN_FAILURES
            else [],
        )
        for document in DOCUMENTS
    ]


def pairs_of(*paths: Path) -> set[tuple[str, str]]:
    return {(pair.en, pair.vi) for pair in align(read(*paths)) if pair.is_complete}


@pytest.mark.parametrize("document", documents(failing=True))
def test_pairs_are_exactly_those_of_a_careful_person(document: Golden) -> None:
    assert pairs_of(*document.inputs) == set(document.pairs)


@pytest.mark.parametrize("document", documents(failing=False))
def test_a_known_failure_is_right_in_most_pairs(document: Golden) -> None:
    least = 0.0 if document.name in INSIDE_TEXT else 0.5 if document.name in KNOWN_FAILURES else 1.0
    assert f1(set(document.pairs), pairs_of(*document.inputs)) >= least


def test_all_documents_together() -> None:
    right = found = wanted = 0
    for document in DOCUMENTS:
        pairs = pairs_of(*document.inputs)
        right, found, wanted = right + len(pairs & set(document.pairs)), found + len(pairs), wanted + len(set(document.pairs))
    assert 2 * right / (found + wanted) >= 0.97


@pytest.mark.parametrize("document", documents(failing=False))
def test_layout_is_found(document: Golden, request: pytest.FixtureRequest) -> None:
    if document.name in OTHER_LAYOUT:
        request.applymarker(pytest.mark.xfail(strict=True, reason=OTHER_LAYOUT[document.name]))
    found = find_layout(read(*document.inputs)).name
    # a line with both languages parted by / or | is written as columns by some and as inline by others
    assert {found, document.layout} <= {"inline", "columns"} or found == document.layout


@pytest.mark.parametrize("document", documents(failing=False))
def test_nothing_is_lost(document: Golden) -> None:
    """Every word of a segment in English or Vietnamese is in a pair or left over."""
    source = read(*document.inputs)
    layout = find_layout(source)
    exported = " ".join(f"{pair.en} {pair.vi}" for pair in align(source))
    for segment in layout.segments:
        if segment.language in ("en", "vi"):
            assert all(word in exported for word in segment.text.split())


@pytest.mark.parametrize(("name", "paths"), refused(), ids=[name for name, _ in refused()])
def test_what_is_no_bilingual_document_is_refused(name: str, paths: tuple[Path, ...]) -> None:
    with pytest.raises((OneLanguage, NotTranslations)) as caught:
        align(read(*paths))
    assert "\n" not in str(caught.value)


ARTICLE = ROOT / "examples" / "article.txt"


def article_pairs() -> list[tuple[str, str]]:
    return [(pair.en, pair.vi) for pair in align(read(ARTICLE)) if pair.is_complete]


def english_and_vietnamese() -> tuple[list[str], list[str]]:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    return [x for x in lines if not x.startswith("- ")], [x.removeprefix("- ") for x in lines if x.startswith("- ")]


def variants() -> dict[str, bytes]:
    """The sample article in 40 other shapes that hold the same text."""
    en, vi = english_and_vietnamese()
    head, body = en[:2], list(zip(en[2:], vi, strict=True))
    shapes: dict[str, str] = {}
    for marker in ("- ", "> ", "* ", "• ", "– ", "→ ", "+ ", "VI: ", "[VI] ", "=> "):
        shapes[f"vi marked {marker.strip()}"] = "\n".join(head + [x for e, v in body for x in (e, marker + v)])
        shapes[f"en marked {marker.strip()}"] = "\n".join(
            head + [x for e, v in body for x in (marker.replace("VI", "EN") + e, v)]
        )
    shapes["no marker"] = "\n".join(head + [x for pair in body for x in pair])
    shapes["no marker, vi first"] = "\n".join(head + [x for e, v in body for x in (v, e)])
    shapes["blank lines between all"] = "\n\n".join(head + [x for pair in body for x in pair])
    shapes["blank lines between pairs"] = "\n".join(head) + "\n\n" + "\n\n".join("\n".join(pair) for pair in body)
    shapes["both labelled"] = "\n".join(head + [x for e, v in body for x in (f"EN: {e}", f"VI: {v}")])
    shapes["vi in brackets"] = "\n".join(head + [x for e, v in body for x in (e, f"({v})")])
    shapes["vi in italics"] = "\n\n".join(head + [x for e, v in body for x in (e, f"*{v}*")])
    shapes["en in comments"] = "\n".join([*head, *(x for e, v in body for x in (f"<!-- {e} -->", v))])
    shapes["sections of two"] = "\n".join(
        head + [x for k in range(0, len(body), 2) for side in (0, 1) for x in (pair[side] for pair in body[k : k + 2])]
    )
    shapes["sections of three"] = "\n".join(
        head + [x for k in range(0, len(body), 3) for side in (0, 1) for x in (pair[side] for pair in body[k : k + 3])]
    )
    shapes["blocks"] = "\n".join(en + vi)
    shapes["blocks, vi first"] = "\n".join(vi + en)
    shapes["blocks, blank lines"] = "\n\n".join(en) + "\n\n***\n\n" + "\n\n".join(vi)
    shapes["blocks, blank lines, vi first"] = "\n\n".join(vi) + "\n\n-----\n\n" + "\n\n".join(en)
    shapes["columns"] = "\n".join(f"{e}\t{v}" for e, v in [(x, "") for x in head] + body)
    shapes["columns, vi first"] = "\n".join(f"{v}\t{e}" for e, v in [(x, "") for x in head] + body)
    shapes["columns with header"] = "en\tvi\n" + "\n".join(f"{e}\t{v}" for e, v in body)
    shapes["columns with numbers"] = "\n".join(f"{n}\t{e}\t{v}" for n, (e, v) in enumerate(body, 1))
    shapes["markdown table"] = "| English | Tiếng Việt |\n|---|---|\n" + "\n".join(f"| {e} | {v} |" for e, v in body)
    shapes["one line, slash"] = "\n".join(head + [f"{e} / {v}" for e, v in body])
    shapes["one line, bar, vi first"] = "\n".join(head + [f"{v} | {e}" for e, v in body])
    text = ARTICLE.read_text(encoding="utf-8")
    found = {name: shape.encode() + b"\n" for name, shape in shapes.items()}
    found["crlf"] = text.replace("\n", "\r\n").encode()
    found["byte order mark"] = text.encode("utf-8-sig")
    found["utf-16"] = text.encode("utf-16")
    found["nfd"] = unicodedata.normalize("NFD", text).encode()
    found["no last line end"] = text.rstrip("\n").encode()
    return found


@pytest.mark.parametrize("shape", variants())
def test_the_same_text_in_another_shape_gives_the_same_pairs(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(variants()[shape])
    got = [(pair.en, pair.vi) for pair in align(read(path)) if pair.is_complete]
    assert got == article_pairs()


def test_two_files_give_the_same_pairs_in_either_order(tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, side in zip(paths, english_and_vietnamese(), strict=True):
        path.write_text("\n".join(side) + "\n", encoding="utf-8")
    for order in (paths, paths[::-1]):
        assert [(pair.en, pair.vi) for pair in align(read(*order)) if pair.is_complete] == article_pairs()


def test_the_sample_article() -> None:
    pairs = align(read(ARTICLE))
    left = [pair.en for pair in pairs if not pair.is_complete]
    assert left == ["Mekong Delta city opens floating market museum", "March 14, 2025"]
    assert [pair.kind for pair in pairs if pair.is_complete].count("1-2") == 1
    assert all("U.S." not in pair.en[-4:] for pair in pairs)
    assert pairs[-1].en == "Tickets cost 30,000 dong, and children under 6 enter free"  # no final full stop
    assert not any(pair.vi.startswith("- ") for pair in pairs)


def test_all_errors_of_input_are_corpus_errors() -> None:
    assert issubclass(OneLanguage, CorpusError)
    assert issubclass(OneLanguage, ValueError)
