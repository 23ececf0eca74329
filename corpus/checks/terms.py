"""Words that have to be the same: terms of a glossary, what was translated before, forms of address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.checks.glossary import WORD, Term
from corpus.checks.readable import Span
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.evidence import analyse
from corpus.issue import Issue
from corpus.lexicon import Lexicon, old_style, shipped, shipped_headword, syllables

# --- glossary


def find_terminology(subject: Subject) -> Iterator[Issue]:
    """A term of the glossary whose translation is not the required one."""
    there = f" {' '.join(syllables(subject.vi))} "
    reported = set()
    for term, start, end in subject.glossary.found(subject.en):
        if any(_is_there(rendering, there) for rendering in term.renderings) or term in reported:
            continue
        if has_other_sense(term, there):
            continue
        reported.add(term)
        message = f"The glossary asks for {term.vi!r} for {term.en!r}."
        span = _span_of_rendering(term, subject.vi)
        yield Issue("terminology", "major", message, (start, end), span, _cased(term.vi, subject.vi, span))


# Verbs whose second syllable goes behind the object: tải hóa đơn lên
PARTICLES = frozenset(["lên", "xuống", "ra", "vào", "đi", "lại", "về", "qua"])
MOST_BETWEEN = 5  # syllables


def _is_there(rendering: tuple[str, ...], there: str) -> bool:
    """Is a rendering in a text, in one piece or as a verb around its object?"""
    if f" {' '.join(rendering)} " in there:
        return True
    verb = " ".join(rendering[:-1])
    if rendering[-1] not in PARTICLES or f" {verb} " not in there:
        return False
    return rendering[-1] in there.partition(f" {verb} ")[2].split()[: MOST_BETWEEN + 1]


def _cased(asked: str, vi: str, span: Span | None) -> str:
    """What the glossary asks for, with a capital where it would stand at one: the first of its alternatives."""
    if span is None:
        return asked
    first = asked.split("|", maxsplit=1)[0].strip()
    return first[:1].upper() + first[1:] if vi[span[0]].isupper() else first


def has_other_sense(term: Term, there: str) -> bool:
    """Does an English word that means several things mean another one than the glossary has?

    Two renderings belong to one sense if some other English word has both as well, or if one of them has no other word (but
    see MANY_WORDS). A rendering of another sense in the translation says so, unless one of the same sense is there too. Where
    the glossary has a lesser sense of a word ("current": dòng điện), a translation without any known rendering says nothing
    either way, and is left alone. Of what the lexicon does not know at all nobody can tell the sense: the glossary holds.
    """
    lexicon, word = shipped(), " ".join(term.words)
    known = lexicon.renderings.get(word, ())
    asked = [" ".join(rendering) for rendering in term.renderings]
    others = [rendering for rendering in known if is_other_sense(lexicon, word, asked, rendering)]
    found = [rendering for rendering in known if f" {rendering} " in there]
    same = [rendering for rendering in found if rendering not in others and _is_same_sense(lexicon, word, asked, rendering)]
    if not others or same:
        return False
    if known[0] in found and not any(
        text in lexicon.headwords or _share_syllable(text, other) for text in asked for other in known
    ):
        return False
    if any(rendering in others for rendering in found):
        return True
    return known[0] in others


def _share_syllable(one: str, other: str) -> bool:
    return not set(one.split()).isdisjoint(other.split())


def _is_same_sense(lexicon: Lexicon, word: str, asked: list[str], rendering: str) -> bool:
    """Is a rendering surely of the sense asked for? A single syllable ("dòng") may be part of many words."""
    if " " in rendering:
        return True
    mine = set().union(*(lexicon.headwords.get(text, ()) for text in asked)) - {word}
    return not mine.isdisjoint(lexicon.headwords.get(rendering, ()))


MANY_WORDS = 2  # other words that share what is asked for, and not what belongs to this word alone: bat, gậy (rod, stick), dơi
LONGEST_SHARED = 2  # syllables; longer ones (bảng điều khiển) are terms, and so is what stands in their place


def is_other_sense(lexicon: Lexicon, word: str, asked: list[str], rendering: str) -> bool:
    """Is a rendering of a word of another sense than the ones asked for?"""
    mine = set().union(*(lexicon.headwords.get(text, ()) for text in asked)) - {word}
    other = set(lexicon.headwords.get(rendering, ())) - {word}
    shares_syllable = any(_share_syllable(text, rendering) for text in asked)
    if rendering in asked or shares_syllable:
        return False
    if not other:
        return len(mine) >= MANY_WORDS and max(map(len, map(str.split, asked))) <= LONGEST_SHARED
    return not mine & other


def _span_of_rendering(term: Term, vi: str) -> Span | None:
    """Where another usual rendering of the term stands."""
    for rendering in shipped().renderings.get(" ".join(term.words), ()):
        found = re.search(rf"(?<!\w){re.escape(rendering)}(?!\w)", vi, re.IGNORECASE)
        if found:
            return found.span()
    return None


# --- what was translated before

SAME_ENOUGH = re.compile(r"[^\w%]+")
LEAST_LETTERS = 2  # of a text, for its translation to be compared
LEAST_TERM = 2  # syllables of a rendering that is a term and no everyday word


def find_inconsistency(subject: Subject) -> Iterator[Issue]:
    """The same text or word translated in another way than before, or two texts in the same way."""
    en, vi = _comparable(subject.en), _comparable(subject.vi)
    ends = (0, len(subject.en)), (0, len(subject.vi))
    if len(en) < LEAST_LETTERS or not vi:
        return
    for earlier_en, earlier_vi in subject.context:
        before = _comparable(earlier_en), _comparable(earlier_vi)
        if before[0] == en and before[1] != vi and before[1]:
            message = f"The same text was translated as {earlier_vi!r} before."
            yield Issue("inconsistency", "minor", message, *ends, earlier_vi)
            return
        if before[1] == vi and before[0] != en and before[0] and not _says_the_same(en, before[0]):
            message = f"Another text was translated like this before: {earlier_en!r}."
            yield Issue("inconsistency", "minor", message, *ends)
            return
    terms = list(_terms(subject))
    yield from terms or _words_of_one_name(subject)


@lru_cache(maxsize=500)
def _comparable(text: str) -> str:
    return SAME_ENOUGH.sub(" ", text.casefold()).strip()


def _says_the_same(a: str, b: str) -> bool:
    """Do two English texts differ in nothing that Vietnamese has to show: number, articles, small words?"""
    return _content(a) == _content(b)


SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "is",
        "are",
        "was",
        "were",
        "be",
        "to",
        "of",
        "your",
        "our",
        "please",
        "do",
        "does",
        "has",
        "have",
        "had",
        "will",
    ]
)


@lru_cache(maxsize=500)
def _content(text: str) -> frozenset[str]:
    words = (word for word in WORD.findall(text) if word not in SMALL)
    return frozenset(shipped_headword(word) or word for word in words)


@lru_cache(maxsize=500)
def _nouns(text: str) -> frozenset[str]:
    """Headwords of an English text whose usual renderings are terms: two syllables or more."""
    return frozenset(filter(_is_term, analyse(text, "en").keys))


@lru_cache(maxsize=5_000)
def _is_term(word: str) -> bool:
    renderings = shipped().renderings.get(word)
    return renderings is not None and renderings[0].count(" ") + 1 >= LEAST_TERM


@lru_cache(maxsize=5_000)
def _compounds(word: str) -> tuple[str, ...]:
    """The renderings of an English headword that are compounds of two terms."""
    return tuple(text for text in shipped().renderings[word] if text.count(" ") + 1 >= 2 * LEAST_TERM)


@lru_cache(maxsize=500)
def _with_compounds(text: str) -> frozenset[str]:
    return frozenset(filter(_compounds, _nouns(text)))


@lru_cache(maxsize=500)
def _spaced(text: str) -> str:
    return f" {' '.join(syllables(text))} "


def _terms(subject: Subject) -> Iterator[Issue]:
    """Words that were a compound before (công ty bảo hiểm) and are its specific part with another head now (bên bảo hiểm).

    A classifier is no head: "cuộc tấn công" and "vụ tấn công" are one term, so that a compound has four syllables or more.
    """
    words = _with_compounds(subject.en)
    if not words:
        return
    here = _spaced(subject.vi)
    reported: set[str] = set()
    for earlier_en, earlier_vi in reversed(subject.context):
        for word in sorted(words & _with_compounds(earlier_en) - reported):
            there = _spaced(earlier_vi)
            before = next((text for text in _compounds(word) if f" {text} " in there), None)
            if before is None or f" {before} " in here:
                continue
            kept = " ".join(before.split()[-LEAST_TERM:])
            if f" {kept} " in here and f" {kept} " not in there.replace(f" {before} ", " "):
                span = _head_span(subject.vi, kept)
                if span:
                    reported.add(word)
                    message = f"{word!r} was translated as {before!r} before."
                    yield Issue("inconsistency", "minor", message, None, span, before)


NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")  # a term that a contract has defined


def _words_of_one_name(subject: Subject) -> Iterator[Issue]:
    """A word of an interface or a term of a contract that has another rendering of the lexicon than before."""
    low, interface = subject.en_lower, lists()["interface"]
    is_interface, named = not interface.isdisjoint(subject.en_words), set(NAMED.findall(subject.en))
    if not is_interface and not named:
        return
    words = _nouns(subject.en)
    if not any(words & _nouns(earlier) for earlier, _ in subject.context):
        return
    here = _spaced(subject.vi)
    done: set[str] = set()
    for earlier_en, earlier_vi in reversed(subject.context):
        for word in sorted(words & _nouns(earlier_en) - done):
            done.add(word)
            form = next((form for form in named & set(NAMED.findall(earlier_en)) if shipped_headword(form.lower()) == word), None)
            if not form and not (is_interface and not interface.isdisjoint(WORD.findall(earlier_en.lower()))):
                continue
            known = [text for text in shipped().renderings[word] if " " in text]
            before = [text for text in known if f" {text} " in _spaced(earlier_vi)]
            now = [text for text in known if f" {text} " in here]
            if len(before) != 1 or len(now) != 1 or before[0] in now[0] or now[0] in before[0]:
                continue
            if (set(shipped().headwords[now[0]]) & subject.en_keys) - {word} or _is_of_another(before[0], word, earlier_en):
                continue
            span = _span(now[0], subject.vi)
            if span:
                at = low.find((form or word).lower())
                en_span = (at, at + len(form or word)) if at >= 0 else None
                right = before[0].title() if subject.vi[slice(*span)].istitle() else _cased(before[0], subject.vi, span)
                message = f"{form or word!r} was translated as {before[0]!r} before."
                yield Issue("inconsistency", "minor", message, en_span, span, right)


def _is_of_another(rendering: str, word: str, en: str) -> bool:
    """Does a rendering belong to another word of an English text?"""
    others = set(shipped().headwords[rendering]) - {word}
    return not others.isdisjoint(_nouns(en))


def _span(rendering: str, vi: str) -> Span | None:
    """Where a rendering stands, in either style of tone marks."""
    found = re.search(rf"(?<!\w){re.escape(rendering)}(?!\w)", old_style(vi.lower()))
    return found.span() if found else None


def _head_span(vi: str, kept: str) -> Span | None:
    """The kept part of a compound and the word before it."""
    found = re.search(rf"(?:(?<!\w)\w+ )?(?<!\w){re.escape(kept)}(?!\w)", vi, re.IGNORECASE)
    return found.span() if found else None


# --- forms of address

FORMAL, PLAIN, RUDE, FRIEND, YOUNGER, ELDER = "formal", "plain", "rude", "friend", "younger", "elder"
ADDRESS = {
    FORMAL: re.compile(r"(?<!\w)quý (?:khách(?: hàng)?|vị|ông|bà|đối tác|độc giả|bạn)(?!\w)", re.IGNORECASE),
    PLAIN: re.compile(
        r"(?<!\w)(?<!người )(?<!những )(?<!tình )(?<!kết )(?<!làm )(?<!quý )bạn"
        r"(?! bè| gái| trai| đọc| học| đời| hữu| thân| cũ| của)(?!\w)",
        re.IGNORECASE,
    ),
    RUDE: re.compile(r"(?<!\w)(?:mày|tao|chúng mày|chúng tao|bọn mày|tụi mày|tụi bay|chúng bay)(?!\w)(?! mò)", re.IGNORECASE),
    FRIEND: re.compile(
        r"(?<!\w)(?<!ông )(?<!bà )(?<!người )cậu"
        r"(?! bé| ấy| ta| con| học| út| cả| chàng| nhóc| sinh| thanh| ruột| mợ| trai| chủ| ấm)(?!\w)",
        re.IGNORECASE,
    ),
    ELDER: re.compile(r"(?<!\w)(?:anh/chị|anh \(chị\)|anh, chị|ông/bà|ông \(bà\))(?!\w)", re.IGNORECASE),
    YOUNGER: re.compile(
        r"(?<!\w)(?<!anh )(?<!chị )(?<!trẻ )(?<!các )em(?! ấy| trai| gái| bé| út| họ| dâu| rể| ruột| nhỏ| của| tôi| ta)(?!\w)",
        re.IGNORECASE,
    ),
}
NEW = (FRIEND, YOUNGER, ELDER)  # that a change is only told by beside or after another form
SPOKEN = re.compile(r"[\"“”‘«]|^\s*[-–—]\s")
YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
SOMEBODY = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|boy|girl|uncle|nephew|brother|sister|child|children|kid|kids|students?|pupils?"
    r"|sir|madam|mr|mrs|ms|son|daughter|baby|love|darling|friend|friends|i|my|me)\b",
    re.IGNORECASE,
)  # whom cậu and em may be, or who speaks so to somebody near


def find_register(subject: Subject) -> Iterator[Issue]:
    """A form of address that is rude, or another one than before."""
    vi = subject.vi
    speaks_to_reader = YOU.search(subject.en) is not None
    here = {level: found for level, pattern in ADDRESS.items() if (found := pattern.search(vi))}
    if here and SOMEBODY.search(subject.en):
        here = {level: found for level, found in here.items() if level not in NEW}
    if SPOKEN.search(vi) or not here:
        return
    earlier = _earlier_form(subject)
    before = f", before it was as {earlier[1]!r}" if earlier else ""
    rude = here.get(RUDE)
    polite = here.get(FORMAL) or here.get(PLAIN)
    if rude and ((earlier and earlier[0] in (FORMAL, PLAIN)) or polite or _is_polite(subject.en)):
        message = f"The reader is addressed as {rude[0]!r}, which is rude{before}."
        yield Issue("register", "minor", message, _you_span(subject.en), rude.span())
    elif polite and speaks_to_reader and (other := (here.get(PLAIN) if FORMAL in here else None) or here.get(FRIEND)):
        message = f"The reader is addressed as {polite[0]!r} and as {other[0]!r}."
        yield Issue("register", "minor", message, _you_span(subject.en), other.span())
    elif speaks_to_reader and earlier and not rude and earlier[0] not in here:
        found = next(iter(here.values()))
        message = f"The reader is addressed as {found[0]!r}{before}."
        yield Issue("register", "minor", message, _you_span(subject.en), found.span())


POLITE = re.compile(r"\b(?:please|dear|welcome|thank you|thanks|sir|madam|guests?|customers?|account|password)\b", re.IGNORECASE)


def _is_polite(en: str) -> bool:
    return POLITE.search(en) is not None


def _you_span(en: str) -> Span | None:
    found = YOU.search(en)
    return found.span() if found else None


def _earlier_form(subject: Subject) -> tuple[str, str] | None:
    """How earlier pairs address the reader, if they do so in one way: the level, and the word that stood last."""
    forms = [form for en, vi in subject.context for form in _forms(en, vi)]
    return forms[-1] if len({level for level, _ in forms}) == 1 else None


@lru_cache(maxsize=500)
def _forms(en: str, vi: str) -> tuple[tuple[str, str], ...]:
    if SPOKEN.search(vi):
        return ()
    found = [(level, match[0]) for level, pattern in ADDRESS.items() if level not in NEW and (match := pattern.search(vi))]
    return tuple((level, written) for level, written in found if level == FORMAL or YOU.search(en))
