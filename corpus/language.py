"""Which language a line is in: English, Vietnamese, both, another one, or none.

Lower-case words are counted first. In them the two languages do not overlap: 82 % of the lower-case words of
Vietnamese news are legal syllables with a Vietnamese letter and none of English news are, while names are title-case
and carry Vietnamese letters in English lines as well. `langdetect`, seeded, is asked only about lines that this leaves open
and that hold no Vietnamese letter: it takes English news full of Vietnamese names for Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.data import tables
from corpus.lexicon import inflected_from, shipped, shipped_headword
from corpus.memory import Memory
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


EN, VI = Guess("en", 1.0, True), Guess("vi", 1.0, True)


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
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w.-]{1,200}|<[^<>]{1,200}>|\\[a-zA-Z]+|\$[^$]{1,200}\$|`[^`]{1,200}`|!?\[[^\]]*\]\([^)]*\)|&\w+;"
    r"|[\u00b2\u00b3\u00b9\u2070-\u209f]"  # raised and lowered digits
    r"|\b[\w-]{1,63}\.(?:com|vn|org|net|gov|edu|io|html?|pdf|py|js)\b[/\w.-]*"
)
WORD = re.compile(r"\w+(?:['’]\w+)*")  # letters with digits among them are a code, no word
OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u20cf\u2100-\u214f\ufb00-\ufb06]")
ARBITER_MIN = 20  # characters: below this langdetect guesses
ARBITER_WORDS = 3  # in lower case, for the same reason
ARBITER_DECIDES = 40  # characters: below this its "other" stays open to the document
ARBITER_SURE = 0.9
BARE_SHARE = 0.7  # of possible syllables, for langdetect's "vi" to be believed of a text without marks


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `data/words.toml`."""
    raw = tables("words.toml")
    return {name: frozenset(text.split()) for name, text in raw.items()}


@lru_cache(maxsize=10_000)
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


# --- words to codes


# One letter for what a word says, so that a line is a short string and counting is a C loop. Small: a lower-case word,
# capital: a title-case one. "0" is a number or code, "-" a word that says nothing.
#   v  Vietnamese function word with its marks    m  other legal syllable with a Vietnamese letter
#   w  Vietnamese function word without marks     u  other bare syllable, no English word     b  bare syllable, English word
#   f  English function word                      g  the same, also a bare syllable: to, than, the
#   s  English function word of other languages too    k  plain word with an English headword    x  plain word without
#   o  foreign marks                              c  another script


def is_english(word: str) -> bool:
    """Has a lower-case word an English headword, or is it a number word, month or weekday?"""
    return shipped_headword(word) is not None or word in word_lists()["en_counting"]


@lru_cache(maxsize=10_000)
def _code(word: str) -> str:
    """The code of a lower-case NFC word."""
    kind, lists = word_kind(word), word_lists()
    if kind is Kind.MARKED:
        return "v" if word in lists["vi_function"] else "m"
    if kind is Kind.BARE:
        return "w" if word in lists["vi_bare_function"] else "b" if is_english(word) else "u"
    if kind is Kind.EN_FUNCTION:
        return "g" if is_syllable(word) else "f"
    if kind is Kind.LATIN:
        return "k" if is_english(word) else "x"
    return {Kind.EN_SHARED: "s", Kind.FOREIGN: "o", Kind.SCRIPT: "c", Kind.NUMBER: "0"}[kind]


LONGEST_WORD = 50  # letters; what is longer is data


# Of units and currencies: the same in both languages
SYMBOLS = frozenset(
    ("km", "cm", "mm", "nm", "ml", "mg", "kg", "mcg", "kw", "kwh", "mw", "mwh", "kb", "mb", "gb", "tb", "hz", "khz", "mhz", "ghz",
     "mph", "ft", "kcal", "vnd", "usd", "eur")
)  # fmt: skip


def code_of(word: str) -> str:
    """The code of a word as it is written, capitals and all."""
    if len(word) > LONGEST_WORD:
        return "-"
    low = word.lower()
    if word == "I":
        return "g"
    if any(c.isdigit() or c == "_" for c in word):
        return "0"
    if low in SYMBOLS:
        return "-"
    if word.isascii() and (len(word) == 1 and low not in ("a", "i")):
        return "-"
    if word.isascii() and word.isupper() and len(word) > 1:
        return "-"  # VNA, US, TM: both languages use them
    code = _code(low)
    if word[0].islower() or code == "c":
        return code
    return "X" if code == "k" and not _is_plainly_english(low) else code.upper()


def _is_plainly_english(word: str) -> bool:
    """Is a title-case word English without any guess at its derivation? Oliver is no one who olives."""
    if word in shipped() or word in word_lists()["en_counting"]:
        return True
    return word.endswith(("s", "ed", "ing")) and any(base in shipped() for base in inflected_from(word))


def _codes(piece: str) -> str:
    return "-" if piece in ROMAN_ONE else "".join(map(code_of, WORD.findall(piece)))


ROMAN_ONE = ("I.", "I)", "(I)", "I:", "I/")  # a heading's number, not the pronoun
MOST_PIECES = 12_000
_codes_of = Memory(_codes, MOST_PIECES)


def piece_codes(piece: str) -> str:
    """The codes of the words in what stands between two spaces, marks and all."""
    return _codes_of[piece]


def codes(text: str) -> str:
    """The codes of the words of a text (NFC).

    The first word keeps its capital only if it may be a name; in a text all in capitals case says nothing.

    >>> codes("The price of phở in Hà Nội"), codes("Giá phở ở Hà Nội tăng 5%.")
    ('gkfmsMM', 'mmvMMm0')
    """
    clean = NOISE.sub(" ", text) if is_noisy(text) else text
    if clean.isupper() and sum(word.isalpha() for word in WORD.findall(clean)) > 1:
        clean = clean.lower()
    return settled("".join(map(_codes_of.__getitem__, clean.split())))


def settled(found: str) -> str:
    """The codes of the words of a text, with that of the first word as it is meant."""
    first = found[:1]
    if first in ("F", "G") or (first == "S" and RUNS_ON.search(found, 1)) or (first in ("M", "V") and found[1:2].islower()):
        found = first.lower() + found[1:]
    return found


def is_noisy(text: str) -> bool:
    """May a text hold what NOISE looks for? Most lines have none of its characters, and a look at them is quicker."""
    return any(map(text.__contains__, NOISE_SIGNS)) or ("." in text and DOTTED.search(text) is not None)


NOISE_SIGNS = "@<\\$`[&/²³¹⁰₀₁₂₃₄₅₆₇₈₉"
DOTTED = re.compile(r"\.[a-z]")
RUNS_ON = re.compile("[a-zFGK]")  # An Giang is a name, An old man and On Monday are none


@dataclass(slots=True)  # not frozen: one is made for many a line, and freezing takes as long as counting
class Tally:
    """How many words of a text say what."""

    words: int  # that say anything
    lower: int  # of them in lower case
    marked: int  # lower-case syllables with Vietnamese letters
    marked_title: int
    bare: int  # lower-case possible syllables
    unsaid: int  # of them no English words
    vi_function: int
    vi_bare_function: int
    function: int  # lower-case distinctive English function words
    en_sure: int  # of them no possible syllables
    shared: int
    known: int  # lower-case plain words with an English headword
    unknown: int  # and without
    latin_title: int  # plain and English function words in title case
    known_title: int  # of them English words
    foreign: int  # words with foreign marks in lower case
    foreign_title: int


def tally(found: str) -> Tally:
    """Count the codes of a text."""
    count = found.count
    v, m, w, u, b, f, g = (count(code) for code in "vmwubfg")
    s, k, x, o = (count(code) for code in "skxo")
    title_english = count("K") + count("F") + count("G")
    return Tally(
        words=len(found) - count("0") - count("-"),
        lower=v + m + w + u + b + f + g + s + k + x + o + count("c"),
        marked=v + m,
        marked_title=count("V") + count("M"),
        bare=w + u + b,
        unsaid=w + u,
        vi_function=v + (found[:1] == "V"),
        vi_bare_function=w,
        function=f + g,
        en_sure=f,
        shared=s,
        known=k,
        unknown=x,
        latin_title=title_english + count("X"),
        known_title=title_english,
        foreign=o,
        foreign_title=count("O"),
    )


def detect(lines: Iterable[str]) -> list[Guess]:
    """The language of each line, by that line alone; same line, same guess, in any order.

    >>> [g.language for g in detect(["The two sides met.", "Hai bên đã gặp nhau.", "2025-07-02"])]
    ['en', 'vi', 'none']
    """
    return [_detect(line if line.isascii() else unicodedata.normalize("NFC", line)) for line in lines]


def _detect(line: str) -> Guess:
    found = codes(line)
    return _plain(found) or _mixed(line, found) or _pure(line, found)


NOT_VI = frozenset("kKfFgGoOxcC")
ONLY_NAMES = frozenset("K")
NOT_EN = frozenset("vmwuVMoOcC")


def _plain(found: str) -> Guess | None:
    """A short cut for the many lines without any word of another language; the long way gives the same."""
    kinds = set(found)
    if "v" in kinds or "m" in kinds:
        odd = kinds & NOT_VI
        few_names = odd == ONLY_NAMES and not found.endswith("0") and found.count("K") + found.count("X") < _least_part(found)
        return VI if (not odd or few_names) and sum(map(found.count, "vmVMwub")) > 1 else None
    if ("f" in kinds or "g" in kinds) and kinds.isdisjoint(NOT_EN):
        if "x" not in kinds:
            return EN
        english, strange = FUNCTION_WEIGHT * (found.count("f") + found.count("g")) + found.count("k"), found.count("x")
        return Guess("en", english / (english + strange), True) if english >= MOST * strange else None
    return None


# --- one language

FUNCTION_WEIGHT = 2  # a distinctive function word counts as two known words
MOST = 2  # times as much evidence for one language as against it decides
DISHES = 3  # Vietnamese words for each English one, up to which an English sentence may hold them as terms
FOREIGN_SHARE = 0.3  # words with marks that no Vietnamese syllable has, for each that one has: below .02 in Vietnamese text


def _pure(text: str, found: str) -> Guess:
    """The one language of a text with these codes, or that it has none."""
    counts = tally(found)
    if not counts.words:
        return Guess("none", 1.0, True)
    if ("c" in found or "C" in found) and _scripts(text) * 2 > sum(c.isalpha() for c in text):
        return Guess("other", 1.0, True)
    if not counts.lower:
        return _names_only(text, counts)
    if counts.marked:
        return _marked(text, counts)
    return _unmarked(text, counts)


def _scripts(text: str) -> int:
    """Letters of scripts that neither language is written in."""
    return sum(1 for c in text if c.isalpha() and OTHER_SCRIPT.match(c))


def _marked(text: str, counts: Tally) -> Guess:
    """Lower-case words with Vietnamese letters, perhaps beside words that Vietnamese does not have."""
    vi, en = counts.marked, counts.en_sure
    foreign = counts.foreign + counts.foreign_title
    english = en + counts.known
    strange = foreign + counts.unknown
    if foreign > vi or (foreign > 1 and foreign > FOREIGN_SHARE * vi):
        return Guess("other", strange / (strange + vi), True)
    if not en and not counts.vi_function and strange > 1 and strange > vi + counts.known:
        return Guess("other", strange / (strange + vi), True)
    if not english and not strange:
        return Guess("vi", 1.0, vi + counts.marked_title + counts.bare > 1)
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
    english = FUNCTION_WEIGHT * counts.function + counts.known
    strange = FUNCTION_WEIGHT * counts.foreign + counts.unknown
    is_bare = counts.bare * 5 >= counts.lower * 4 and counts.unsaid > english
    if is_bare and (counts.unsaid > 1 or counts.vi_bare_function or counts.bare == counts.lower == 1):
        return Guess("vi", counts.unsaid / counts.lower, counts.vi_bare_function > 0 and counts.bare > 2)
    if not english and not strange and counts.latin_title + counts.marked_title + counts.foreign_title:
        return _names_only(text, counts)
    if counts.shared == counts.lower:
        return Guess("en", 0.6, False)  # "No, no, no."
    if not english and (text.isupper() or (strange + counts.bare < 2 and not counts.shared)):
        return Guess("none", 0.5, False)  # acronyms, one word that nobody knows
    if english and english >= MOST * strange:
        return Guess("en", english / (english + strange), counts.function > 0 or counts.known > 1)
    if counts.en_sure > 1 and english > strange:
        return Guess("en", english / (english + strange), True)  # names and coinages in an English sentence
    if len(text) >= ARBITER_MIN and counts.lower >= ARBITER_WORDS and not counts.marked_title:
        unsaid = strange + counts.unsaid
        if unsaid > MOST * english and counts.bare < BARE_SHARE * counts.lower:
            return Guess("other", unsaid / (english + unsaid), True)  # whatever the arbiter says
        return _arbiter(text, english, strange + counts.unsaid, counts.bare / counts.lower)
    if strange > english:
        return Guess("other", strange / (english + strange), strange > MOST * english + 1)
    if english or counts.shared or counts.latin_title:
        return Guess("en", 0.6, False)
    return Guess("en", 0.8, True) if _low_words(text) & word_lists()["en_caption"] else Guess("none", 0.5, False)


def _low_words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def _names_only(text: str, counts: Tally) -> Guess:
    """No lower-case word at all: names, a title, a heading of one word."""
    words, lists = _low_words(text), word_lists()
    if counts.shared and (not counts.bare or counts.latin_title > counts.marked_title):
        return Guess("en", 0.6, False)
    if counts.foreign_title:
        return Guess("other", 0.6, False)
    if words & lists["en_caption"]:
        return Guess("en", 0.8, True)
    if counts.marked_title:
        if words & lists["vi_caption"]:
            return Guess("vi", 0.9, True)
        return Guess("en" if counts.latin_title > counts.marked_title else "vi", 0.6, False)
    if counts.known_title and counts.known_title * 2 >= counts.latin_title:  # words of the lexicon: a title, no names
        return Guess("en", 0.8, True)
    if counts.latin_title > 1:
        return Guess("en", 0.6, False)
    return Guess("en" if counts.latin_title == counts.words and not text.isupper() else "none", 0.5, False)


# Languages of `langdetect` in the script of both of ours: other scripts are told by their letters, and never get there.
LATIN_SCRIPT = (
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "no", "pl", "pt",
    "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
)  # fmt: skip


@cache
def _factory() -> DetectorFactory:
    from langdetect import DetectorFactory, detector_factory  # noqa: PLC0415 - its profiles take .2 s and 30 MB

    DetectorFactory.seed = 0
    factory = DetectorFactory()
    profiles = Path(detector_factory.PROFILES_DIRECTORY)
    factory.load_json_profile([(profiles / name).read_text(encoding="utf-8") for name in LATIN_SCRIPT])
    return factory


@lru_cache(maxsize=1_000)
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
GLOSS = 0.28  # share of the words of a line, from which on even two words in brackets are more than a term in a sentence
NEARLY_PURE = 0.85  # share of one language from which on a run of the other is a quotation or a name
MIXED_RUN = 5  # words of one language in a row that make a line bilingual rather than a line with a foreign term
COULD_BE_EN = re.compile("[kKfFgG]")
PICTURE_TAIL = re.compile(r"[-–]\s*(?:Ảnh|Hình) \d+\s*[.]?\s*$")  # what Vietnamese sites put under English pictures
ENGLISH_STRETCH = re.compile("[^vm]*[kKfFgG][^vm]*")  # words between two Vietnamese ones
RUNS = {"en": re.compile("[fgkx][fgkxFGKXwubs0WUBS]*", re.IGNORECASE), "vi": re.compile("[vm][vmwubVMWUB0]*", re.IGNORECASE)}
OWN = {"en": "fgkx", "vi": "vm"}


def _least_part(found: str) -> float:
    """Words of each language, below which a line is not worth cutting into parts."""
    return max(LEAST_PART * len(found) / 2, 1)


def _mixed(line: str, found: str) -> Guess | None:
    """Is the line in both languages: parts that separators cut, or long runs of words of each?"""
    picture = PICTURE_TAIL.search(line) if found.endswith("0") else None
    if picture and _pure(line[: picture.start()], codes(line[: picture.start()])).language == "en":
        return Guess("mixed", 0.5, True, (Span(0, picture.start(), "en"), Span(*picture.span(), "vi")))
    if min(sum(map(found.count, "kKfFgGxX")), sum(map(found.count, "vmwu"))) < _least_part(found):
        return None
    stretches = (len(run) for run in ENGLISH_STRETCH.findall(found) if len(run) > 1 or len(found) <= SHORT_LINE)
    if sum(stretches) < LEAST_PART * len(found):
        return None  # names and terms all over a Vietnamese line, no part of it
    clean = NOISE.sub(lambda noise: " " * len(noise[0]), line)
    parts = [(part, codes(part.text)) for part in _parts(clean)]
    if len(parts) > 1:
        spans = []
        sizes = Counter[str]()
        for part, own in parts:
            guess = _pure(part.text, own)
            if _is_solid(part, own, guess, len(found)):
                spans.append(Span(part.start, part.start + len(part.text), guess.language))
                sizes[guess.language] += len(own)
        few, total = min(sizes["en"], sizes["vi"]), sum(len(own) for _, own in parts)
        if few >= LEAST_PART * total and (few > 1 or (few and total <= SHORT_LINE)):
            return Guess("mixed", min(few / total * 2, 1.0), True, _joined(spans))
    running = not line.isupper() and min(longest_run(found, "en"), longest_run(found, "vi")) >= MIXED_RUN
    if running and _pure(clean, found).score < NEARLY_PURE:
        return Guess("mixed", 0.5, True, _joined(_word_spans(clean)))
    return None


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


def _is_solid(part: _Part, found: str, guess: Guess, whole: int) -> bool:
    """Is a part of a line of `whole` words really text of the language, and no name or term?"""
    lower = sum(code.islower() for code in found)
    if part.loose and lower < RUNNING and (lower < 2 or lower < GLOSS * whole):
        return False
    if guess.language == "vi":
        least = RUNNING if part.text.isupper() else 1
        return found.count("v") + found.count("m") >= least or guess.decided
    return guess.language == "en" and COULD_BE_EN.search(found) is not None


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring spans of one language as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].language == span.language:
            found[-1] = Span(found[-1].start, span.end, span.language)
        else:
            found.append(span)
    return tuple(found)


def longest_run(found: str, language: str) -> int:
    """The most words in a row that can be of one language; three of them in lower case can be of no other."""
    runs = (match[0] for match in RUNS[language].finditer(found))
    return max((len(run) for run in runs if sum(run.count(code) for code in OWN[language]) >= RUNNING), default=0)


def _word_spans(line: str) -> Iterator[Span]:
    """Words in order, each with the language that only it can be of; the others go with what stands before them."""
    for match in WORD.finditer(line):
        code = code_of(match[0]).lower()
        for language, own in OWN.items():
            if code in own:
                yield Span(match.start(), match.end(), language)
