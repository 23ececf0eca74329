"""Names in both languages: which stand in a sentence, when two are the same, and which of a pair do not agree.

Folding away the marks finds the counterpart of a Vietnamese name in English text (To Lam, Tô Lâm), the gazetteer what
is spelt quite differently (Hoa Kỳ), sound what is transcribed (Xta-lin). A person is called by a part of the name
(Trung, ông Lê Hoài Trung), with the family name first or last, with or without a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.evidence import Analysis, Item, analyse, covering, match
from corpus.gazetteer import gazetteer
from corpus.lexicon import old_style
from corpus.syllable import fold, is_syllable
from corpus.transcription import is_transcription

ARTICLE = re.compile(r"^the (?=.)")
NAME_MARK = "~"  # starts the key of a name that no entry has
CLASS_WORDS = frozenset(
    ("tờ", "báo", "bang", "tỉnh", "nước", "hãng", "đài", "người", "thành phố", "sông", "núi", "đảo", "vua", "trường")
)
POLITE = frozenset(("mr", "ms", "mrs", "miss", "sir", "madam", "ông", "bà", "anh", "chị", "cô", "em", "cụ", "ngài", "chú", "bác"))


def _plain(name: str) -> str:
    """A name as it is compared: lower case, no stops, single spaces, no English article."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).lower().replace(".", ""))
    return ARTICLE.sub("", old_style(" ".join(words)))


@cache
def _rows_by_name() -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    english: dict[str, set[int]] = {}
    vietnamese: dict[str, set[int]] = {}
    for number, row in enumerate(gazetteer()):
        for name in row.en:
            english.setdefault(_plain(name), set()).add(number)
        for name in row.vi:
            vietnamese.setdefault(_plain(name), set()).add(number)
    return english, vietnamese


@cache
def _marks() -> dict[str, set[str]]:
    """Vietnamese names of the gazetteer of two syllables and more by their folded form: what marks are known for it."""
    known: dict[str, set[str]] = {}
    for row in gazetteer():
        for name in row.vi:
            plain = _plain(name)
            if " " in plain and plain != fold(plain):
                known.setdefault(fold(plain), set()).add(plain)
    return known


def wrong_marks(vietnamese: str) -> str | None:
    """A known name that a Vietnamese one is, but for its marks: Vương Đình Huệ for Vương Đình Huế; None if it is right.

    A name without any marks is not wrong: it may have lost them on the way.
    """
    words = [word for word in _plain(vietnamese).split(" ") if word not in POLITE]
    for size in range(min(len(words), 5), 1, -1):
        for at in range(len(words) - size + 1):
            name = " ".join(words[at : at + size])
            known = _marks().get(fold(name))
            if known and name not in known and name != fold(name):
                return sorted(known)[0]
    return None


def same_name(en: str, vi: str) -> bool:
    """Do an English and a Vietnamese name mean the same person, place or body?

    >>> same_name("To Lam", "Tô Lâm"), same_name("To Lam", "Nguyễn Phú Trọng"), same_name("the U.S.", "Hoa Kỳ")
    (True, False, True)
    """
    left, right = _plain(en), _plain(vi)
    if left == right:
        return True
    english, vietnamese = _rows_by_name()
    if english.get(left, set()) & vietnamese.get(right, set()):
        return True
    if wrong_marks(vi):
        return False
    core = _from_capital(vi)
    if "-" in core and is_transcription(_from_capital(en), core):
        return True
    if left == fold(left) and left.replace(" ", "") == fold(right).replace(" ", ""):
        return True
    return _agrees(analyse(unicodedata.normalize("NFC", en), "en"), analyse(unicodedata.normalize("NFC", vi), "vi"))


def _from_capital(name: str) -> str:
    """A name without the words in lower case before it: "bang", "the"."""
    first = next((at for at, letter in enumerate(name) if letter.isupper()), 0)
    return name[first:]


def _agrees(en: Analysis, vi: Analysis) -> bool:
    """Is every part of both names matched, or left out as one may leave out a part of a person's name?"""
    found = match(en, vi)
    en_missing = [item for item in found.en_missing if _counts(item, en, vi)]
    vi_missing = [item for item in found.vi_missing if _counts(item, vi, en)]
    if not (found.en_matched or found.vi_matched) and not (en_missing and vi_missing):
        return False
    if not en_missing and not vi_missing:
        return True
    if all(item.key[0] == NAME_MARK for item in (*en_missing, *vi_missing)):
        if en_missing and vi_missing:
            written = _written(vi_missing, vi.text)
            return not all(map(is_syllable, written.split(" "))) and is_transcription(_written(en_missing, en.text), written)
        return _leaves_out(en_missing, found.en_matched) if en_missing else _leaves_out(vi_missing, found.vi_matched)
    return False


def _counts(item: Item, own: Analysis, other: Analysis) -> bool:
    """Does it matter that an item has no counterpart: it is no word such as Mr, bà, of, and its parts have none either?"""
    if item.kind == "function" or _is_polite(item, own.text):
        return False
    if own.language == "en" and item.kind == "name":
        return True
    words = own.text[item.start : item.end].split(" ")
    for at in range(1, len(words)):
        parts = [analyse(" ".join(part), own.language) for part in (words[:at], words[at:])]
        if all(part.items and _all_covered(part, other) for part in parts):
            return False
    return True


def _all_covered(own: Analysis, other: Analysis) -> bool:
    return all(not covering(item, own.language).isdisjoint(other.keys) for item in own.items)


def _is_polite(item: Item, text: str) -> bool:
    """Is it what may stand before a name or not: Mr, bà, tờ?"""
    low = text[item.start : item.end].lower().rstrip(".")
    return low in POLITE or low in CLASS_WORDS


def _written(items: Sequence[Item], text: str) -> str:
    return " ".join(text[item.start : item.end] for item in items)


def _leaves_out(missing: Sequence[Item], matched: Sequence[Item]) -> bool:
    """Are the missing parts of a name those before, or after, the ones that are there?"""
    there = [item for item in matched if item.key[0] == NAME_MARK]
    if not there:
        return False
    return max(item.end for item in missing) <= there[0].start or min(item.start for item in missing) >= there[-1].end


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a sentence."""

    text: str
    start: int  # offset in the sentence
    end: int
    keys: tuple[str, ...]  # of its parts


def names(analysis: Analysis) -> list[Found]:
    """The names of a sentence in order: parts that follow each other with nothing but a space or hyphen between are one."""
    groups: list[list[Item]] = []
    for item in analysis.items:
        if item.kind != "name":
            continue
        if groups and analysis.text[groups[-1][-1].end : item.start] in (" ", "-"):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [
        Found(analysis.text[group[0].start : group[-1].end], group[0].start, group[-1].end, tuple(item.key for item in group))
        for group in groups
    ]


def mismatches(en: Analysis, vi: Analysis) -> list[tuple[Found, Found]]:
    """Names of the two sides that stand where the same one should: neither has a counterpart, and they do not sound alike.

    A name of one side alone is no mismatch: it may be left out, or said by a pronoun.
    """
    lone_en = [name for name in names(en) if not _covered(name, en, vi)]
    lone_vi = [name for name in names(vi) if _is_told(name, vi) and not _covered(name, vi, en)]
    return [(one, other) for one, other in zip(lone_en, lone_vi, strict=False) if not is_transcription(one.text, other.text)]


def _is_told(name: Found, analysis: Analysis) -> bool:
    """Is a Vietnamese name more than a capital: a single syllable of the language is one only after ông, bà ...?"""
    before = analysis.text[: name.start].split()
    return len(name.keys) > 1 or not is_syllable(name.text) or bool(before and before[-1].lower() in POLITE)


def _covered(name: Found, own: Analysis, other: Analysis) -> bool:
    """Does the other side have any part of a name?"""
    return any(not covering(Item("name", key, 0, 0), own.language).isdisjoint(other.keys) for key in name.keys)
