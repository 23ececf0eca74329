"""The evidence of a sentence: what its translation has to carry over, and what it offers to carry over the other side.

One analysis serves alignment, score and checks alike. An *item* is a word with an entry in the lexicon, a name or a
value, with its place in the text. A *key* is what can stand for an item of the other language: a rendering found in a
Vietnamese sentence, a headword found in an English one, a value, a name folded to plain letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpus.language import word_lists
from corpus.lexicon import LONGEST, Lexicon, joined, lexicon, shipped, shipped_headword, syllables
from corpus.lexicon import SYLLABLE as VI_TOKEN
from corpus.name import gazetteer
from corpus.quantity import Quantity, quantities
from corpus.syllable import fold, is_syllable


@dataclass(frozen=True, slots=True)
class Item:
    """Something a translation has to carry over."""

    kind: str  # word, function, name or value
    key: str  # headword, rendering, "~" and a folded name, "=" and a value
    start: int  # offset in the sentence
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sentence as evidence. Picklable; the same text gives the same analysis."""

    language: str  # en or vi
    items: tuple[Item, ...]  # in order of their places
    keys: frozenset[str]  # what this side offers
    tokens: int  # words or syllables


@cache
def entries() -> Lexicon:
    """The shipped lexicon and the gazetteer as one: names are entries whose English side keeps its capitals."""
    return joined(shipped(), lexicon((name, row.vi) for row in gazetteer() for name in row.en))


def covering(item: Item, language: str) -> frozenset[str]:
    """The keys of the other side that would cover an item of a sentence in `language`."""
    return _covering(item.key, language)


@lru_cache(maxsize=200_000)
def _covering(key: str, language: str) -> frozenset[str]:
    if key[0] in "=~":
        return frozenset((key,))
    known = entries()
    found = frozenset(known.renderings[key] if language == "en" else known.headwords[key])
    return found | {"~" + fold(key.lower())} if language == "en" and key[0].isupper() else found


@lru_cache(maxsize=50_000)
def analyse(text: str, language: str) -> Analysis:
    """The evidence of one sentence (NFC); `language` is "en" or "vi"."""
    return _english(text) if language == "en" else _vietnamese(text)


EN_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*|%")
POSSESSIVE = re.compile(r"['’]s?$")
CONTRACTION = re.compile(r"n['’]t$")
LEAST_NAME = 2  # letters of a name that tells anything


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # as written, without 's and the stops of U.S.
    lower: str
    base: str | None  # its headword
    start: int
    end: int
    first: bool  # starts the sentence or follows an opening quote: its capital says nothing


@cache
def _function_words() -> frozenset[str]:
    lists = word_lists()
    return lists["en_distinctive"] | lists["en_shared"] | {"not", "be", "have", "do", "will", "can", "would", "may", "shall"}


def _english_words(text: str) -> Iterator[_Word]:
    for match in EN_TOKEN.finditer(text):
        written = POSSESSIVE.sub("", match[0])
        if written.endswith("."):
            written = written.replace(".", "")
        before = text[: match.start()].rstrip("\"'“‘«([ -–—•")
        lower = written.lower().replace("’", "'")
        base = shipped_headword(CONTRACTION.sub("", lower))
        yield _Word(written, lower, base, match.start(), match.start() + len(written), not before or before[-1] in ".?!:…")


def _english(text: str) -> Analysis:
    known = entries().renderings
    words = list(_english_words(text))
    if text.isupper():
        words = [replace(word, text=word.text if word.text in known else word.text.title()) for word in words]
    items: list[Item] = []
    keys: set[str] = set()
    values = quantities(text, "en")
    items.extend(_values(values, text, keys))
    taken = [(value.start, value.end) for value in values]
    at = 0
    while at < len(words):
        word = words[at]
        keys.add("~" + fold(word.lower))
        if word.base:
            keys.add(word.base)
        size, found = _longest(words, at, known)
        if found:
            for part in words[at + 1 : at + size]:
                keys.add("~" + fold(part.lower))
                if part.base:
                    keys.add(part.base)
            keys.add(found)
            kind = "name" if found[0].isupper() else "function" if found in _function_words() else "word"
            items.append(Item(kind, found, word.start, words[at + size - 1].end))
        elif _is_inside(word.start, taken):
            pass
        elif word.text[0].isupper() and not (word.first and word.base):
            if len(word.text) >= LEAST_NAME:
                items.append(Item("name", "~" + fold(word.lower), word.start, word.end))
        elif word.base:
            kind = "function" if word.base in _function_words() else "word"
            items.append(Item(kind, word.base, word.start, word.end))
        at += size if found else 1
    items.sort(key=lambda item: item.start)
    return Analysis("en", tuple(items), frozenset(keys), len(words) + len(values))


def _longest(words: list[_Word], at: int, known: Mapping[str, tuple[str, ...]]) -> tuple[int, str | None]:
    """The longest entry of several words, or name of the gazetteer, that starts at a word."""
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        span = words[at : at + size]
        exact = " ".join(word.text for word in span)
        if exact[0].isupper() and (exact := _written(exact)) in known:
            return size, exact
        if size > 1:
            for candidate in (
                " ".join(word.lower for word in span),
                " ".join(word.base or word.lower for word in span),
                " ".join([*(word.lower for word in span[:-1]), span[-1].base or span[-1].lower]),
            ):
                if candidate in known:
                    return size, candidate
    return 1, None


@cache
def _in_capitals() -> dict[str, str]:
    """Names of several words by their title-case form: in a heading in capitals small words cannot be told."""
    return {name.title(): name for name in entries().renderings if name[0].isupper() and " " in name}


def _written(name: str) -> str:
    return _in_capitals().get(name, name) if " " in name else name


def _is_inside(start: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)


def _values(values: list[Quantity], text: str, keys: set[str]) -> Iterator[Item]:
    for value in values:
        key = f"={value.value}"
        keys.add(key)
        if any(c.isdigit() for c in text[value.start : value.end]):
            yield Item("value", key, value.start, value.end)


def _vietnamese(text: str) -> Analysis:
    headwords = entries().headwords
    tokens = list(VI_TOKEN.finditer(text))
    forms = syllables(text)
    keys: set[str] = set()
    items: list[Item] = []
    values = quantities(text, "vi")
    items.extend(_values(values, text, keys))
    taken = [(value.start, value.end) for value in values if any(c.isdigit() for c in text[value.start : value.end])]
    covered_to = 0
    for at, token in enumerate(tokens):
        written = token[0]
        is_name = written[0].isupper() or not (written[0].isdigit() or is_syllable(written))
        if is_name:
            keys.add("~" + fold(forms[at]))
        longest = 0
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            candidate = " ".join(forms[at : at + size])
            if candidate in headwords:
                keys.add(candidate)
                longest = longest or size
        if at < covered_to or _is_inside(token.start(), taken):
            continue
        before = text[: token.start()].rstrip("\"'“‘«([ -–—•")
        starts = not before or before[-1] in ".?!:…"
        candidate = " ".join(forms[at : at + longest])
        capital = written[0].isupper() and not starts
        if longest > 1 or (longest and (not capital or _is_name(headwords[candidate]))):
            kind = "function" if candidate in word_lists()["vi_function"] else "word"
            items.append(Item(kind, candidate, token.start(), tokens[at + longest - 1].end()))
            covered_to = at + longest
        elif is_name and not (starts and is_syllable(written)) and len(written) >= LEAST_NAME:
            items.append(Item("name", "~" + fold(forms[at]), token.start(), token.end()))
    items.sort(key=lambda item: item.start)
    return Analysis("vi", tuple(items), frozenset(keys), len(tokens))


def _is_name(headwords: AbstractSet[str]) -> bool:
    """Is a rendering that of a name of the gazetteer: Mỹ, Nga?"""
    return any(word[0].isupper() for word in headwords)


@dataclass(frozen=True, slots=True)
class Match:
    """What a pair of sentences shares and what each side has alone."""

    en_matched: tuple[Item, ...]
    en_missing: tuple[Item, ...]  # English items without a counterpart in the Vietnamese sentence
    vi_matched: tuple[Item, ...]
    vi_missing: tuple[Item, ...]


def match(en: Analysis, vi: Analysis) -> Match:
    """Compare the evidence of an English and a Vietnamese sentence."""
    parts: list[tuple[Item, ...]] = []
    for side, other in ((en, vi), (vi, en)):
        hit = [not covering(item, side.language).isdisjoint(other.keys) for item in side.items]
        parts.append(tuple(item for item, is_hit in zip(side.items, hit, strict=True) if is_hit))
        parts.append(tuple(item for item, is_hit in zip(side.items, hit, strict=True) if not is_hit))
    return Match(parts[0], parts[1], parts[2], parts[3])
