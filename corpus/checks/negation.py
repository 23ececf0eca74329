"""Negation that one side of a pair has and the other has not.

English and Vietnamese say no in different places: "unlikely" is "không có khả năng", "do not" is "cấm", a question ends in
"không?". So a side that denies is only held against the other where that has nothing of the kind, not even in the meaning
of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice

from corpus.checks.opposite import has_opposite, opposites
from corpus.checks.polarity import CLAUSE_END, denials, is_strong, pattern, words
from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.evidence import Analysis, covering, knowledge
from corpus.issue import Issue
from corpus.language import word_lists
from corpus.lexicon import shipped, shipped_headword

DENIES, REFRAINS = Sign.DENIES, Sign.REFRAINS
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NEGATED = re.compile(r"no-\w+|[^\W\d_]+(?:['’][^\W\d_]+)?")
SHORTEST = 3  # letters of a word that is turned round
SUFFIX, PREFIXES = "less", ("un", "non", "dis", "ir", "il", "in", "im", "mis")
SHORT = {"en": 8, "vi": 20}  # tokens of a text that may say something by the denial of the contrary
DENIED = 3  # words that are shown with the one that denies
NEAR = 5  # words after one that denies that it may turn into their opposites


def find_negation(subject: Subject) -> Iterator[Issue]:
    """Something that is said to be so on one side and not to be so on the other."""
    here = sum([piece.signs & DENIES > 0 for piece in subject.en_pieces]) if subject.en_signs & DENIES else 0
    there = denials(subject.vi) if subject.vi_signs & DENIES else []
    if here > len(there):
        yield from _dropped(subject, len(there))
    elif there and not here:
        yield from _added(subject, there)
    else:
        if subject.en_signs & REFRAINS and not there:
            yield from _not_done(subject)
        yield from opposites(subject, "negation")


def _masked(text: str, language: str, name: str) -> str:
    return pattern(language, name).sub(lambda found: "_" * len(found[0]), text)


def _dropped(subject: Subject, there: int) -> Iterator[Issue]:
    """English denies and Vietnamese does not, or less often."""
    if not there:
        yield from _only(subject)
    if _denies_in_its_meaning(subject):
        return
    text = _masked(subject.en, "en", "idioms")
    if there:
        text = _masked(text, "en", "doubles")
    denied = [word for word in NEGATED.finditer(text) if is_strong(word[0].lower())]
    found = denied[0] if len(denied) > there else None
    if found and found[0].lower() not in subject.vi_word_set and not _is_left_out(subject, found.start()):
        if not _is_said_of(subject.en_evidence, subject.vi_evidence, found.end()):
            return
        if has_opposite(subject.en[found.end() : _after(subject.en, found.end(), NEAR)], subject.vi):
            return
        span = found.start(), _after(subject.en, found.start())
        message = f"The source denies: {subject.en[slice(*span)]!r}. The translation does not."
        yield Issue("negation", "critical", message, span)


def _denies_in_its_meaning(subject: Subject) -> bool:
    found = pattern("vi", "lexical").finditer(subject.vi)
    return any(_is_unexplained(subject, word.start()) for word in found)


def _not_done(subject: Subject) -> Iterator[Issue]:
    """What somebody failed or refused to do is done in the translation."""
    found = pattern("en", "refrains").search(subject.en)
    if found is None or any(pattern("vi", name).search(subject.vi) for name in ("lexical", "failure")):
        return
    done = [item for item in subject.en_items if item.start >= found.end()][:2]  # switch off
    if any(item.kind == "word" and not covering(item, "en").isdisjoint(subject.vi_evidence.keys) for item in done):
        span = found.start(), done[0].end
        message = f"The source denies: {subject.en[slice(*span)]!r}. The translation does not."
        yield Issue("negation", "critical", message, span)


NOT_ONLY = re.compile(r"\bnot (?:just|only|merely)\b|n['’]t just\b", re.IGNORECASE)
ONLY = re.compile(r"(?<!\w)chỉ(?= \w)", re.IGNORECASE)


def _only(subject: Subject) -> Iterator[Issue]:
    """Not only: that became only."""
    here, there = NOT_ONLY.search(subject.en), ONLY.search(subject.vi)
    if here and there:
        message = f"{here[0]!r} has become {there[0]!r}, only."
        yield Issue("negation", "critical", message, here.span(), there.span())


def _is_unexplained(subject: Subject, start: int) -> bool:
    """Has a Vietnamese word that denies in its meaning no English word of its own: it may stand for the negation then."""
    item = next((item for item in subject.vi_items if item.start <= start < item.end), None)
    if item is None:
        return True
    return not any(word in subject.en_evidence.keys and not is_strong(word) for word in covering(item, "vi"))


def _is_left_out(subject: Subject, start: int) -> bool:
    """Is all that is denied missing in the translation? Then it is an omission."""
    ends = [0, *(found.start() for found in CLAUSE_END.finditer(subject.en)), len(subject.en)]
    first, last = max(end for end in ends if end <= start), min(end for end in ends if end > start)
    items = [item for item in subject.en_items if first <= item.start < last and item.kind == "word"]
    return len(items) > 1 and all(covering(item, "en").isdisjoint(subject.vi_evidence.keys) for item in items)


def _added(subject: Subject, denials: list[Span]) -> Iterator[Issue]:
    """Vietnamese denies and English does not."""
    if "?" in subject.en or subject.en_guess.language != "en":
        return
    said = subject.vi_evidence.keys
    if any(_may_deny(word) and not _is_said_otherwise(word, said) for word in subject.en_plain_words):
        return
    text = _masked(subject.vi, "vi", "turns")
    left = [span for span in denials if text[span[0]] != "_" and not LAST.match(text, span[1])]
    if not left or _is_twice(subject.vi, left) or pattern("en", "licences").search(subject.en):
        return
    start, end = left[0]
    if not _is_said_of(subject.vi_evidence, subject.en_evidence, end):
        return
    if has_opposite(subject.en, subject.vi[end : _after(subject.vi, end, NEAR)]):
        return
    if text[start:end].lower() == NOT_YET and pattern("en", "yet").search(subject.en):
        return
    span = start, _after(subject.vi, start)
    message = f"The translation denies: {subject.vi[slice(*span)]!r}. The source does not."
    yield Issue("negation", "critical", message, None, span)


def _is_said_of(own: Analysis, other: Analysis, at: int) -> bool:
    """Is what is denied said on the other side? Else a short text may say it in other words: relax, đừng lo."""
    if own.tokens > SHORT[own.language]:
        return True
    end = CLAUSE_END.search(own.text, at)
    last = end.start() if end else len(own.text)
    denied = [item for item in own.items if at < item.end and item.start < last][:NEAR]
    keys = [item.key if item.start >= at else item.key.split(" ", 1)[-1] for item in denied]  # an toàn of "không an toàn"
    known, light = knowledge().entries, word_lists()["light"]
    listed = known.headwords if own.language == "vi" else known.renderings
    return any(
        not knowledge().covering(key, own.language).isdisjoint(other.keys)
        for key in keys
        if key not in light and (key in listed or key[0] in "=~")
    )


def _is_twice(vi: str, denials: list[Span]) -> bool:
    """Do two denials in a clause make a statement: không ai là không biết?"""
    return len(denials) > 1 and len(denials) % 2 == 0 and not CLAUSE_END.search(vi, denials[0][1], denials[-1][0])


NOT_YET = "chưa"
LAST = re.compile(r"\s*(?:[?.!,;:\"”’')\]]|$)")  # a question: "Có đúng không?"


def _after(text: str, start: int, words: int = DENIED) -> int:
    shown = list(islice(WORD.finditer(text, start), words))
    return shown[-1].end() if shown else start


@lru_cache(maxsize=10_000)
def _may_deny(word: str) -> bool:
    """Does an English word deny in its meaning: by its parts, or because Vietnamese renders it with a word that denies?"""
    base = shipped_headword(word) or word
    if not words("en", "lexical").isdisjoint((word, base)) or word.startswith(("no-", "non-")):
        return True
    if _is_turned_round(word):
        return True
    return any(_denies(rendering) for rendering in shipped().renderings.get(base, ()))


def _is_said_otherwise(word: str, said: AbstractSet[str]) -> bool:
    """Does the translation render a word that denies in its meaning, and with no word of negation: failure, thất bại?"""
    if "-" in word or _is_turned_round(word):
        return False
    base = shipped_headword(word)
    renderings = said & set(shipped().renderings[base]) if base else ()
    return bool(renderings) and not any(_denies(rendering) for rendering in renderings)


@lru_cache(maxsize=10_000)
def _is_turned_round(word: str) -> bool:
    """Is a word the contrary of the one that is in it: use-less, un-read?"""
    return word.endswith(SUFFIX) or any(_is_denied_by(word, prefix) for prefix in PREFIXES)


def _is_denied_by(word: str, prefix: str) -> bool:
    """Does a word begin with a prefix that turns it round: un-likely, in-accurate, but not in-vest?"""
    rest = word.removeprefix(prefix).removeprefix("-")
    if rest == word or len(rest) < SHORTEST:
        return False
    own, base = shipped_headword(word), shipped_headword(rest)
    return base is not None and own in (None, base)


def _denies(rendering: str) -> bool:
    syllables = rendering.split(" ")
    if not words("vi", "strong").isdisjoint(syllables):
        return not pattern("vi", "compounds").search(rendering)
    return len(syllables) > 1 and syllables[0] in DENYING_PARTS and rendering not in FULL


DENYING_PARTS = frozenset(("vô", "bất", "phi", "thiếu", "mất"))
# these deny nothing
FULL = frozenset(("bất động sản", "vô cùng", "vô số", "vô tuyến", "phi công", "phi cơ", "phi trường", "thiếu niên", "thiếu nữ"))
