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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from corpus.lexicon import shipped_headword
from corpus.syllable import is_bare_syllable, is_syllable

if TYPE_CHECKING:
    from langdetect import DetectorFactory

LANGUAGES = ("en", "vi", "mixed", "other", "none")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line and its language."""

    start: int  # offset in the line
    end: int
    language: str  # en or vi


@dataclass(frozen=True, slots=True)
class Guess:
    """The language of one line."""

    language: str  # one of LANGUAGES
    score: float  # 0..1, how much of the evidence speaks for it
    decided: bool  # False: the line alone does not tell, its document may
    spans: tuple[Span, ...] = ()  # of a mixed line: which part is in which language


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
    r"|\b0x[0-9a-fA-F]+|[\u00b2\u00b3\u00b9\u2070-\u209f]"  # numbers of programs, raised and lowered digits
    r"|\b[\w-]+\.(?:com|vn|org|net|gov|edu|io|html?|pdf|py|js)\b[/\w.-]*"
)
WORD = re.compile(r"(?<![\d_])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\d_])|\d+")  # not the letters of codes
OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u20cf\u2100-\u214f\ufb00-\ufb06]")
ARBITER_MIN = 20  # characters: below this langdetect guesses
ARBITER_DECIDES = 40  # characters: below this its "other" stays open to the document
ARBITER_SURE = 0.9
BARE_SHARE = 0.7  # of possible syllables, for langdetect's "vi" to be believed of a text without marks


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
    """Counts of the words of a text by kind, lower-case and title-case ones apart.

    Lower-case plain words are known or unknown to the English lexicon, and so are those that could be syllables.
    """

    lower: Counter[Kind]
    title: Counter[Kind]
    en_sure: int  # lower-case EN_FUNCTION words that are no Vietnamese syllables: which, of; not than, to, the
    known: int  # lower-case LATIN words with an English headword
    unsaid: int  # lower-case BARE words that no English headword explains
    vi_function: int  # function words with their marks
    vi_bare_function: int  # the same written without
    words: int  # of letters, acronyms left out

    @property
    def unknown(self) -> int:
        """Lower-case plain words that are neither English nor possible syllables."""
        return self.lower[Kind.LATIN] - self.known


@dataclass(frozen=True, slots=True)
class _Word:
    low: str
    kind: Kind
    is_lower: bool


def _words(text: str) -> list[_Word]:
    """The words that tell something; single letters and acronyms do not. In a text all in capitals case says nothing."""
    found = []
    matches = list(WORD.finditer(text))
    shouting = text.isupper() and sum(match[0].isalpha() for match in matches) > 1
    for position, match in enumerate(matches):
        word = match[0]
        low = word.lower()
        if word.isascii() and len(word) == 1 and low not in ("a", "i"):
            continue
        kind = word_kind(low)
        if word.isupper() and len(word) > 1 and not shouting and word.isascii():
            continue  # VNA, US, TM: both languages use them
        starts = position == 0 and _starts_text(kind, matches)
        found.append(_Word(low, kind, word[0].islower() or shouting or starts or word == "I"))
    return found


def _starts_text(kind: Kind, matches: Sequence[re.Match[str]]) -> bool:
    """Is the first word, with its capital, a word of running text rather than a name?"""
    if kind is Kind.MARKED:
        return len(matches) > 1 and matches[1][0].islower()
    return kind in (Kind.EN_FUNCTION, Kind.EN_SHARED)


def is_english(word: str) -> bool:
    """Has a lower-case word an English headword, or is it a number word, month or weekday?"""
    return shipped_headword(word) is not None or word in word_lists()["en_counting"]


def tally(text: str) -> Tally:
    """Count the words of a text (NFC)."""
    words = _words(NOISE.sub(" ", text))
    lists = word_lists()
    lower: Counter[Kind] = Counter()
    title: Counter[Kind] = Counter()
    en_sure = known = unsaid = vi_function = vi_bare = 0
    for position, word in enumerate(words):
        (lower if word.is_lower else title)[word.kind] += 1
        if word.is_lower and word.kind is Kind.EN_FUNCTION:
            en_sure += not is_syllable(word.low)
        elif word.is_lower and word.kind is Kind.LATIN:
            known += is_english(word.low)
        elif word.is_lower and word.kind is Kind.BARE:
            unsaid += word.low in lists["vi_bare_function"] or not is_english(word.low)
            vi_bare += word.low in lists["vi_bare_function"]
        elif word.kind is Kind.MARKED and (word.is_lower or position == 0):
            vi_function += word.low in lists["vi_function"]
    letters = sum(word.kind is not Kind.NUMBER for word in words)
    return Tally(lower, title, en_sure, known, unsaid, vi_function, vi_bare, letters)


def detect(lines: Iterable[str]) -> list[Guess]:
    """The language of each line, by that line alone; same line, same guess, in any order.

    >>> [g.language for g in detect(["The two sides met.", "Hai bên đã gặp nhau.", "2025-07-02"])]
    ['en', 'vi', 'none']
    """
    return [_detect(unicodedata.normalize("NFC", line)) for line in lines]


@lru_cache(maxsize=100_000)
def _detect(line: str) -> Guess:
    return _mixed(line) or _pure(line)


# --- one language

FUNCTION_WEIGHT = 2  # a distinctive function word counts as two known words
MOST = 2  # times as much evidence for one language as against it decides


DISHES = 3  # Vietnamese words for each English one, up to which an English sentence may hold them as terms
FOREIGN_SHARE = 0.3  # words with marks that no Vietnamese syllable has, for each that one has: below .02 in Vietnamese text


@lru_cache(maxsize=100_000)
def _pure(text: str) -> Guess:
    """The one language of a text, or that it has none."""
    counts = tally(text)
    if not counts.words:
        return Guess("none", 1.0, True)
    if _scripts(text) * 2 > sum(c.isalpha() for c in text):
        return Guess("other", 1.0, True)
    if not counts.lower.total() - counts.lower[Kind.NUMBER]:
        return _names_only(text, counts)
    if counts.lower[Kind.MARKED]:
        return _marked(text, counts)
    return _unmarked(text, counts)


def _scripts(text: str) -> int:
    """Letters of scripts that neither language is written in."""
    return sum(1 for c in text if c.isalpha() and OTHER_SCRIPT.match(c))


def _marked(text: str, counts: Tally) -> Guess:
    """Lower-case words with Vietnamese letters, perhaps beside words that Vietnamese does not have."""
    lower = counts.lower
    vi, en = lower[Kind.MARKED], counts.en_sure
    foreign = lower[Kind.FOREIGN] + counts.title[Kind.FOREIGN]
    english = en + counts.known
    strange = foreign + counts.unknown
    if (
        foreign > vi
        or (foreign > 1 and foreign > FOREIGN_SHARE * vi)
        or (not en and not counts.vi_function and strange > 1 and strange > vi + counts.known)
    ):
        return Guess("other", strange / (strange + vi), True)
    if not english and not strange:
        return Guess("vi", 1.0, vi + counts.title[Kind.MARKED] + lower[Kind.BARE] > 1)
    share = vi / (vi + english + strange)
    if en and not counts.vi_function and vi < DISHES * english:
        return Guess("en", 1 - share, True)  # dishes, arts, quoted words in an English sentence
    if not en and (counts.vi_function or vi >= english):
        return Guess("vi", share, True)
    if text.isupper():  # no unknown word tells anything here: brands
        share = vi / (vi + english)
    return Guess("vi", share, True) if share >= 0.5 else Guess("en", 1 - share, bool(en))


def _unmarked(text: str, counts: Tally) -> Guess:
    """No lower-case Vietnamese letter: English, a third language, or Vietnamese without its marks."""
    lower = counts.lower
    english = FUNCTION_WEIGHT * lower[Kind.EN_FUNCTION] + counts.known
    strange = FUNCTION_WEIGHT * lower[Kind.FOREIGN] + counts.unknown
    bare = lower[Kind.BARE]
    total = lower.total() - lower[Kind.NUMBER]
    is_bare = bare * 5 >= total * 4 and counts.unsaid > english
    if is_bare and (counts.unsaid > 1 or counts.vi_bare_function or bare == total == 1):
        return Guess("vi", counts.unsaid / total, counts.vi_bare_function > 0 and bare > 2)
    if not english and not strange and counts.title.total():
        return _names_only(text, counts)
    if not english and (text.isupper() or (strange + bare < 2 and not lower[Kind.EN_SHARED])):
        return Guess("none", 0.5, False)  # acronyms, one word that nobody knows
    if english and english >= MOST * strange:
        return Guess("en", english / (english + strange), lower[Kind.EN_FUNCTION] > 0 or counts.known > 1)
    if len(text) >= ARBITER_MIN and not counts.title[Kind.MARKED] and not counts.vi_function:
        return _arbiter(text, english, strange + counts.unsaid, bare / total)
    if strange > english:
        return Guess("other", strange / (english + strange), strange > MOST * english + 1)
    if english or lower[Kind.EN_SHARED] or counts.title[Kind.EN_FUNCTION]:
        return Guess("en", 0.6, False)
    words = {word.low for word in _words(text)}
    return Guess("en", 0.8, True) if words & word_lists()["en_caption"] else Guess("none", 0.5, False)


def _names_only(text: str, counts: Tally) -> Guess:
    """No lower-case word at all: names, a title, a heading of one word."""
    title = counts.title
    words = {word.low for word in _words(text)}
    lists = word_lists()
    if counts.lower[Kind.EN_SHARED] and title[Kind.LATIN] + title[Kind.EN_FUNCTION] > title[Kind.MARKED]:
        return Guess("en", 0.6, False)
    if title[Kind.FOREIGN]:
        return Guess("other", 0.6, False)
    if words & lists["en_caption"]:
        return Guess("en", 0.8, True)
    if title[Kind.MARKED]:
        if words & lists["vi_caption"]:
            return Guess("vi", 0.9, True)
        unlike = title[Kind.LATIN] + title[Kind.EN_FUNCTION]
        return Guess("en" if unlike > title[Kind.MARKED] else "vi", 0.6, False)
    latin = [word for word in words if word_kind(word) in (Kind.LATIN, Kind.EN_FUNCTION)]
    known = sum(is_english(word) or word in lists["en_distinctive"] for word in latin)
    if known and known * 2 >= len(latin):  # words of the lexicon: a title, no names
        return Guess("en", 0.8, True)
    if title[Kind.EN_FUNCTION] or title[Kind.LATIN] > 1:
        return Guess("en", 0.6, False)
    return Guess("en" if title[Kind.LATIN] and not text.isupper() else "none", 0.5, False)


@cache
def _factory() -> DetectorFactory:
    from langdetect import DetectorFactory, detector_factory  # noqa: PLC0415 - reads 55 profiles, 0.3 s

    DetectorFactory.seed = 0
    detector_factory.init_factory()
    return detector_factory._factory


@lru_cache(maxsize=100_000)
def _arbiter(text: str, english: int, strange: int, bare_share: float) -> Guess:
    """What langdetect says of a text without Vietnamese letters; its probability is no confidence.

    It has no profile for Hausa, Hmong, Yoruba, Igbo, Khmer or Lao, so that the words that we do not know count as well.
    """
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector = _factory().create()
    detector.append(NOISE.sub(" ", text).lower())
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        ranked = []
    if not ranked:
        return Guess("none", 0.5, False)
    best = ranked[0]
    if best.lang == "en" and strange <= MOST * english:
        return Guess("en", best.prob, True)
    if best.lang == "vi" and bare_share >= BARE_SHARE:
        return Guess("vi", best.prob, True)
    sure = best.lang in ("en", "vi") or best.prob > ARBITER_SURE or strange > english
    decided = sure and (len(text) >= ARBITER_DECIDES or strange > MOST * english)
    return Guess("other" if sure else "en", best.prob if sure else 0.5, decided)


# --- both languages

PARTS = re.compile(r"\s+[-–—|/=→]\s+|\s*[|/;_]\s*|:\s+|(?<=[.?!…])\s+(?=[^\W\d_])|[()\[\]“”\"]|(?<=\s)['‘]|['’](?=[\s,.]|$)")
OPENING = "([“\"'‘"  # quotation marks and brackets hold terms and titles as well, so what they hold must be running text
LEAST_PART = 0.2  # of the words, for the language that has fewer
SHORT_LINE = 8  # words: here a single word is a part
RUNNING = 3  # lower-case words that make a quotation running text


def _mixed(line: str) -> Guess | None:
    """Is the line in both languages: parts that separators cut, or long runs of words of each?"""
    clean = NOISE.sub(lambda found: " " * len(found[0]), line)
    parts = list(_parts(clean))
    if len(parts) > 1:
        counts = Counter[str]()
        spans = []
        whole = len(_words(clean))
        for part in parts:
            guess, words = _pure(part.text), _words(part.text)
            counts[guess.language] += len(words)
            if _is_solid(part, guess.language, words, whole):
                spans.append(Span(part.start, part.start + len(part.text), guess.language))
        sizes = Counter[str]()
        for span in spans:
            sizes[span.language] += len(_words(clean[span.start : span.end]))
        few, total = min(sizes["en"], sizes["vi"]), sum(counts.values())
        if few >= LEAST_PART * total and (few > 1 or (few and total <= SHORT_LINE)):
            return Guess("mixed", few / total * 2, True, _joined(spans))
    if min(longest_run(clean, "en"), longest_run(clean, "vi")) >= MIXED_RUN and _pure(clean).score < NEARLY_PURE:
        return Guess("mixed", 0.5, True, _joined(_run_spans(clean)))
    return None


GLOSS = 0.28  # share of the words of a line, from which on even two words in brackets are more than a term in a sentence


def _is_solid(part: _Part, language: str, words: Sequence[_Word], whole: int) -> bool:
    """Is a part of a line of `whole` words really text of the language, and no name or term?"""
    lower = sum(word.is_lower for word in words)
    if part.loose and lower < RUNNING and (lower < 2 or lower < GLOSS * whole):
        return False
    if language == "vi":
        least = RUNNING if part.text.isupper() else 1
        return sum(word.is_lower and word.kind is Kind.MARKED for word in words) >= least or _pure(part.text).decided
    return language == "en" and any(word.kind in (Kind.LATIN, Kind.EN_FUNCTION) and is_english(word.low) for word in words)


NEARLY_PURE = 0.85  # share of one language from which on a run of the other is a quotation or a name
MIXED_RUN = 5  # words of one language in a row that make a line bilingual rather than a line with a foreign term


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int
    loose: bool  # between quotation marks or brackets


def _parts(line: str) -> Iterator[_Part]:
    start, loose = 0, False
    for match in (*PARTS.finditer(line), None):
        end = match.start() if match else len(line)
        if line[start:end].strip():
            yield _Part(line[start:end], start, loose)
        if match:
            loose = match[0].strip() in tuple(OPENING)
            start = match.end()


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring spans of one language as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].language == span.language:
            found[-1] = Span(found[-1].start, span.end, span.language)
        else:
            found.append(span)
    return tuple(found)


OWN = {"en": (Kind.EN_FUNCTION, Kind.LATIN), "vi": (Kind.MARKED,)}
SHARED = {"en": (Kind.BARE, Kind.EN_SHARED, Kind.NUMBER), "vi": (Kind.BARE, Kind.NUMBER)}


def longest_run(line: str, language: str) -> int:
    """The most words in a row that can be of one language; three of them in lower case can be of no other."""
    best = length = sure = 0
    for match in WORD.finditer(line):
        kind = word_kind(match[0].lower())
        if kind in OWN[language]:
            length, sure = length + 1, sure + match[0].islower()
        elif kind in SHARED[language] and length:
            length += 1
        else:
            length = sure = 0
        if sure >= RUNNING:
            best = max(best, length)
    return best


def _run_spans(line: str) -> Iterator[Span]:
    """Words in order, each with the language that only it can be of; the others go with what stands before them."""
    for match in WORD.finditer(line):
        kind = word_kind(match[0].lower())
        for language, own in OWN.items():
            if kind in own:
                yield Span(match.start(), match.end(), language)
