"""Which language a line is in: English, Vietnamese, both, another one, or none.

Lower-case words are counted first. In them the two languages do not overlap: 82 % of the lower-case words of
Vietnamese news are legal syllables with a Vietnamese letter and none of English news are, while names are title-case
and carry Vietnamese letters in English lines as well. `langdetect`, seeded, is asked only about lines that this leaves open
and that hold no Vietnamese letter: it takes English news full of Vietnamese names for Vietnamese.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from corpus.lexicon import shipped_headword
from corpus.syllable import is_bare_syllable, is_syllable

LANGUAGES = ("en", "vi", "mixed", "other", "none")


@dataclass(frozen=True, slots=True)
class Guess:
    """The language of one line."""

    language: str  # one of LANGUAGES
    score: float  # 0..1, how much of the evidence speaks for it
    decided: bool  # False: the line alone does not tell, its document may


class Kind(IntEnum):
    """What one word says about the language of its line."""

    MARKED = 0  # legal syllable with a Vietnamese letter: được
    BARE = 1  # could be a Vietnamese syllable without marks, or a short English word: can, trong, nam
    EN_FUNCTION = 2  # the, of, which
    EN_SHARED = 3  # English function word that is a word of other languages too: a, do, no
    LATIN = 4  # any other word in plain letters: president
    FOREIGN = 5  # marks that no Vietnamese syllable has: garçon, für, ọmọ
    SCRIPT = 6  # another script
    NUMBER = 7


NOISE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|<[^<>]{1,200}>|\\[a-zA-Z]+|\$[^$]{1,200}\$|`[^`]{1,200}`|!?\[[^\]]*\]\([^)]*\)|&\w+;"
    r"|\b[\w-]+\.(?:com|vn|org|net|gov|edu|io|html?|pdf|py|js)\b[/\w.-]*"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u20cf\u2100-\u214f\ufb00-\ufb06]")
ARBITER_MIN = 20  # characters: below this langdetect guesses
ARBITER_DECIDES = 40  # characters: below this its "other" stays open to the document
ARBITER_SURE = 0.9


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `data/words.toml`."""
    raw = tomllib.loads(files("corpus.data").joinpath("words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in raw.items()}


@lru_cache(maxsize=200_000)
def word_kind(word: str) -> Kind:
    """The kind of a lower-case NFC word.

    >>> [word_kind(word).name for word in ("được", "nam", "which", "president", "für", "東京")]
    ['MARKED', 'BARE', 'EN_FUNCTION', 'LATIN', 'FOREIGN', 'SCRIPT']
    """
    if word[0].isdigit():
        return Kind.NUMBER
    lists = word_lists()
    plain = word.replace("’", "'")
    if plain in lists["en_distinctive"]:
        return Kind.EN_FUNCTION
    if plain in lists["en_shared"]:
        return Kind.EN_SHARED
    if plain.endswith(("'s", "'t", "'re", "'ve", "'ll", "'d", "'m")):
        plain = plain.rsplit("'", 1)[0]
    if plain.isascii():
        return Kind.BARE if is_bare_syllable(plain) else Kind.LATIN
    if is_syllable(plain):
        return Kind.MARKED
    if any(OTHER_SCRIPT.match(c) for c in plain):
        return Kind.SCRIPT
    return Kind.FOREIGN


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the words of a line by kind, lower-case and title-case ones apart."""

    lower: Counter[Kind]
    title: Counter[Kind]
    vi_function: int  # function words with their marks
    vi_bare_function: int
    words: int


def tally(line: str) -> Tally:
    """Count a line's words (NFC). A line all in capitals counts as lower case: names cannot be told there."""
    text = NOISE.sub(" ", line)
    words = WORD.findall(text)
    shouting = text.isupper()
    lists = word_lists()
    lower: Counter[Kind] = Counter()
    title: Counter[Kind] = Counter()
    vi_function = vi_bare = 0
    for position, word in enumerate(words):
        low = word.lower()
        kind = word_kind(low)
        is_lower = word[0].islower() or shouting or (position == 0 and kind in (Kind.EN_FUNCTION, Kind.EN_SHARED))
        if word == "I":
            is_lower = True
        elif word.isupper() and len(word) > 1 and not shouting and kind in (Kind.LATIN, Kind.BARE):
            continue  # VNA, USD, TM: both languages use them
        (lower if is_lower else title)[kind] += 1
        if low in lists["vi_function"] and not low.isascii():
            vi_function += is_lower or position == 0
        elif is_lower and low in lists["vi_bare_function"]:
            vi_bare += 1
    return Tally(lower, title, vi_function, vi_bare, len(words))


def detect(lines: Iterable[str]) -> list[Guess]:
    """The language of each line, by that line alone; same line, same guess, in any order.

    >>> [g.language for g in detect(["The two sides met.", "Hai bên đã gặp nhau.", "2025-07-02"])]
    ['en', 'vi', 'none']
    """
    return [_detect(unicodedata.normalize("NFC", line)) for line in lines]


@lru_cache(maxsize=100_000)
def _detect(line: str) -> Guess:
    counts = tally(line)
    lower, title = counts.lower, counts.title
    letters = counts.words - lower[Kind.NUMBER] - title[Kind.NUMBER]
    if not letters:
        return Guess("none", 1.0, True)
    scripts = sum(1 for c in line if OTHER_SCRIPT.match(c) and c.isalpha())
    if scripts * 2 > sum(c.isalpha() for c in line):
        return Guess("other", 1.0, True)

    vi = lower[Kind.MARKED]
    en = lower[Kind.EN_FUNCTION]
    latin = lower[Kind.LATIN]
    foreign = lower[Kind.FOREIGN] + title[Kind.FOREIGN]
    if vi and not (en or latin):
        if foreign > vi:
            return Guess("other", foreign / (foreign + vi), True)
        return Guess("vi", 1.0, vi + title[Kind.MARKED] + lower[Kind.BARE] > 1)
    if vi:
        return _both(counts, vi, en, latin, foreign, line)
    return _unmarked(line, counts, en, latin, foreign)


def _both(counts: Tally, vi: int, en: int, latin: int, foreign: int, line: str) -> Guess:
    """Lower-case words of Vietnamese and lower-case words that it does not have."""
    if foreign > vi:
        return Guess("other", foreign / (foreign + vi), True)
    english = en + counts.lower[Kind.EN_SHARED] + latin
    share = vi / (vi + english)
    if counts.vi_function == 0 and en:
        return Guess("en", 1 - share, True)
    if en == 0:
        return Guess("vi", share, True) if counts.vi_function or share >= 0.5 else Guess("en", 1 - share, False)
    if min(longest_run(line, "en"), longest_run(line, "vi")) >= MIXED_RUN:
        return Guess("mixed", 1 - abs(2 * share - 1), True)
    return Guess("vi", share, True) if share >= 0.5 else Guess("en", 1 - share, True)


MIXED_RUN = 4  # words of one language in a row that make a line bilingual rather than a line with a foreign term


def longest_run(line: str, language: str) -> int:
    """The most words in a row that can be of one language and hold at least two that can be of no other."""
    own = (Kind.EN_FUNCTION, Kind.LATIN) if language == "en" else (Kind.MARKED,)
    shared = (Kind.BARE, Kind.EN_SHARED, Kind.NUMBER) if language == "en" else (Kind.BARE, Kind.NUMBER)
    best = length = sure = 0
    for word in WORD.findall(NOISE.sub(" ", line)):
        kind = word_kind(word.lower())
        if kind in own:
            length, sure = length + 1, sure + 1
        elif kind in shared and length:
            length += 1
        else:
            length = sure = 0
        if sure > 1:
            best = max(best, length)
    return best


def _unmarked(line: str, counts: Tally, en: int, latin: int, foreign: int) -> Guess:
    """No lower-case Vietnamese letter: English, a third language, Vietnamese without marks, or only names."""
    lower, title = counts.lower, counts.title
    lists = word_lists()
    bare = lower[Kind.BARE] + lower[Kind.MARKED]
    if not lower.total() - lower[Kind.NUMBER]:
        return _names_only(line, counts, foreign)
    if foreign and foreign * 4 > foreign + en + latin:
        return _arbiter(line) if en else Guess("other", 0.9, True)
    if counts.vi_bare_function > en and bare > 2 * (en + latin):
        return Guess("vi", bare / (bare + en + latin), counts.vi_bare_function > 1)
    words = {word.lower() for word in WORD.findall(line)}
    if en >= 2 or (en and en * 4 >= lower.total()):
        return Guess("en", 1.0, True)
    if _known_share(words) >= MOST_KNOWN and latin > 1:
        return Guess("en", 0.9, True)
    if len(line) >= ARBITER_MIN and not title[Kind.MARKED]:
        return _arbiter(line)
    if en or latin or words & lists["en_caption"]:
        return Guess("en", 0.8, en > 0 or latin > 1)
    return Guess("en" if lower[Kind.EN_SHARED] else "none", 0.5, False)


def _names_only(line: str, counts: Tally, foreign: int) -> Guess:
    title = counts.title
    words = {word.lower() for word in WORD.findall(line)}
    lists = word_lists()
    if foreign:
        return Guess("other", 0.6, False)
    if words & lists["en_caption"]:
        return Guess("en", 0.8, True)
    if title[Kind.MARKED]:
        if words & lists["vi_caption"]:
            return Guess("vi", 0.9, True)
        unlike = title[Kind.LATIN] + title[Kind.EN_FUNCTION]
        if unlike > title[Kind.MARKED]:
            return Guess("en", 0.6, False)
        return Guess("vi", 0.6, False)
    if _known_share(words) >= 0.5:  # words of the lexicon: a title, no names
        return Guess("en", 0.8, True)
    if title[Kind.EN_FUNCTION] or title[Kind.LATIN] > 1:
        return Guess("en", 0.6, False)
    return Guess("en" if title[Kind.LATIN] else "none", 0.5, False)


MOST_KNOWN = 0.75  # share of plain words with an English headword; of third languages it is below a half


def _known_share(words: Iterable[str]) -> float:
    """Share of the words in plain letters that are English by the lexicon; 0 where there are none."""
    latin = [word for word in words if word_kind(word) in (Kind.LATIN, Kind.EN_FUNCTION)]
    return sum(shipped_headword(word) is not None for word in latin) / len(latin) if latin else 0.0


@cache
def _profiles() -> object:
    from langdetect import DetectorFactory, detector_factory  # noqa: PLC0415 - reads 55 profiles, 0.4 s

    DetectorFactory.seed = 0
    detector_factory.init_factory()
    return detector_factory._factory


@lru_cache(maxsize=100_000)
def _arbiter(line: str) -> Guess:
    """What langdetect says of a line without Vietnamese letters; its probability is no confidence."""
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector = _profiles().create()  # type: ignore[attr-defined]
    detector.append(NOISE.sub(" ", line).lower() if line.isupper() else NOISE.sub(" ", line))
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        return Guess("none", 0.5, False)
    best = ranked[0] if ranked else None
    if best is None:
        return Guess("none", 0.5, False)
    if best.lang in ("en", "vi"):
        return Guess(best.lang, best.prob, True)
    sure = best.prob > ARBITER_SURE
    return Guess("other" if sure else "en", best.prob if sure else 0.5, sure and len(line) >= ARBITER_DECIDES)
