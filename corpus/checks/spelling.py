"""Spelling: tone marks, words that are no syllables, known misspellings, marks left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import repeat
from operator import contains

from corpus.checks.compound import compounds
from corpus.checks.misspelling import known_misspellings
from corpus.checks.near import near_misses
from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.checks.word import WORD, lists, oddity, parts, placed
from corpus.issue import Issue
from corpus.language import word_lists
from corpus.lexicon import shipped
from corpus.syllable import STOPS, bases, is_syllable, toneless

MISSPELT, SUSPECT = Sign.MISSPELT, Sign.SUSPECT
STYLES = {"o": "old", "n": "new"}


def _words(subject: Subject, letters: str) -> Iterator[re.Match[str]]:
    """Words of the Vietnamese side with one of the letters of `corpus.checks.word`, where they count."""
    for token, piece in zip(re.finditer(r"\S+", subject.vi), subject.vi_pieces, strict=True):
        if set(letters).isdisjoint(piece.oddities):
            continue
        for word in WORD.finditer(subject.vi, token.start(), token.end()):
            if oddity(word[0]) in letters and oddity(word[0]):
                yield word


def _cased(right: str, written: str) -> str:
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if written[0].isupper() else right


# --- tone marks


def find_tone_placement(subject: Subject) -> Iterator[Issue]:
    """A tone mark on a letter where no style has it, or both styles in one text; the rarer one is reported."""
    letters = subject.oddities
    if "p" in letters:
        for word in _words(subject, "p"):
            old, new = placed(*toneless(word[0].lower()))
            right = _cased(new if "n" in letters else old, word[0])
            message = f"The tone mark stands on the wrong letter: {right}."
            yield Issue("tone_placement", "minor", message, None, word.span(), right)
    if "o" not in letters or "n" not in letters:
        return
    odd = "n" if letters.count("n") < letters.count("o") else "o"
    other = {"o": "n", "n": "o"}[odd]
    for word in _words(subject, odd):
        right = _cased(placed(*toneless(word[0].lower()))[other == "n"], word[0])
        message = (
            f"{word[0]} is in the {STYLES[odd]} style of tone marks, other words of the text are in the {STYLES[other]} one."
        )
        yield Issue("tone_placement", "minor", message, None, word.span(), right)


# --- words that are no words


def find_spelling(subject: Subject) -> Iterator[Issue]:
    """A word that cannot be Vietnamese, or is a known misspelling."""
    wrong_places: list[Span] = []
    if "s" in subject.oddities or "j" in subject.oddities:
        for issue in _impossible(subject):
            yield issue
            wrong_places += [issue.vi_span] if issue.vi_span else []
    known = known_misspellings()
    words = subject.vi_plain_words
    wrong = set(known.singles.intersection(words))
    if any(map(contains, map(known.after.get, words, repeat(())), words[1:])):
        wrong.update(f"{one} {two}" for one, two in zip(words, words[1:], strict=False) if two in known.after.get(one, ()))
    for text in sorted(wrong):
        right, after = known.right[text], known.right_after.get(text, frozenset())
        for found in re.finditer(rf"(?<![\w-]){text.replace(' ', ' +')}(?![\w-])", subject.vi, re.IGNORECASE):
            before = subject.vi[: found.start()].lower().split()
            if (before and before[-1] in after) or not found[0][1:].islower():
                continue  # a name: Hoàng Toàn
            yield Issue("spelling", "minor", f"Write {right!r}.", None, found.span(), _cased(right, found[0]))
            wrong_places.append(found.span())
    for near in near_misses(subject):
        if not near.is_bare and not any(start < near.end and near.start < end for start, end in wrong_places):
            right = _cased(near.right, subject.vi[near.start : near.end])
            yield Issue("spelling", "minor", f"Write {right!r}.", None, (near.start, near.end), right)


def _impossible(subject: Subject) -> Iterator[Issue]:
    for word in _words(subject, "sj"):
        low = word[0].lower()
        if low in subject.en_words or word[0] in subject.en:
            continue
        mended, joined = repaired(low), parts(low)
        if joined and not mended:
            right = _cased(" ".join(joined), word[0])
            yield Issue("spelling", "minor", f"Two words are written as one: {right}.", None, word.span(), right)
        elif mended:
            right = _cased(mended, word[0])
            message = f"{word[0]} is no Vietnamese syllable; {right} is."
            yield Issue("spelling", "minor", message, None, word.span(), right)
        elif word[0].islower() or not word.start():  # else a name: Slavơ
            yield Issue("spelling", "minor", f"{word[0]} is no Vietnamese syllable.", None, word.span())


FRONT = "[eêiéèẻẽẹếềểễệíìỉĩị]"  # before these k, gh, ngh are written, before all other vowels c, g, ng
REPAIRS = (  # what is typed or believed, and what is written
    (rf"^ngh(?!{FRONT})", "ng"), (rf"^ng(?={FRONT})", "ngh"), (rf"^gh(?!{FRONT})", "g"), (rf"^g(?={FRONT})", "gh"),
    (rf"^k(?![hyýỳỷỹỵ]|{FRONT})", "c"), (rf"^c(?={FRONT})", "k"),
    (r"^q(?!u)", "c"), (r"uơ(?=[nmtcpi])", "ươ"), (r"uờ", "ườ"), (r"uớ", "ướ"), (r"uở", "ưở"), (r"uỡ", "ưỡ"), (r"uợ", "ượ"),
    (r"ưo", "ươ"), (r"ưò", "ườ"), (r"ưó", "ướ"), (r"ưỏ", "ưở"), (r"ưõ", "ưỡ"), (r"ưọ", "ượ"), (r"ie(?=[nmtcpu])", "iê"),
    (r"ié", "iế"), (r"iè", "iề"), (r"iẻ", "iể"), (r"iẽ", "iễ"), (r"iẹ", "iệ"), (r"uo(?=[nmtci])", "uô"), (r"uó", "uố"),
    (r"uò", "uồ"), (r"uỏ", "uổ"), (r"uõ", "uỗ"), (r"uọ", "uộ"), (r"uye", "uyê"), (r"uyé", "uyế"), (r"uyè", "uyề"),
    (r"uyẻ", "uyể"), (r"uyẽ", "uyễ"), (r"uyẹ", "uyệ"), (r"^dd", "đ"), (r"^f", "ph"), (r"^j", "gi"), (r"^z", "d"), (r"^w", "qu"),
)  # fmt: skip


def repaired(low: str) -> str | None:
    """The one syllable that a usual slip makes this of, or None.

    >>> repaired("nghày"), repaired("truờng"), repaired("đep"), repaired("xyz")
    ('ngày', 'trường', 'đẹp', None)
    """
    found = {right for pattern, good in REPAIRS if (right := re.sub(pattern, good, low)) != low and is_syllable(right)}
    if not found and low.endswith(STOPS) and toneless(low)[1] == "ngang" and low in bases():
        found = {right for tone in ("sắc", "nặng") if (right := placed(low, tone)[0]) in shipped().headwords}
        found = found & word_lists()["vi_function"] or found  # một
    return found.pop() if len(found) == 1 else None


# --- marks left out

LEAST_PLAIN = 2  # possible syllables, for a text to be Vietnamese without marks
LEAST_FUNCTION = 2  # function words without marks, one may be chance
SYLLABLES = frozenset("uwbsgU")  # codes of words that can be syllables, and of names


def find_missing_diacritics(subject: Subject) -> Iterator[Issue]:
    """Vietnamese typed without marks, in whole or in part."""
    vi = subject.vi
    if vi.isascii():
        if _is_plain_vietnamese(subject):
            message = "The Vietnamese is written without its marks."
            yield Issue("diacritics_missing", "major", message, None, (0, len(vi)))
        return
    near = [(near.start, near.end, near.right) for near in near_misses(subject) if near.is_bare]
    for start, end, right in _runs(vi, sorted({*_bare_words(subject), *_bare_compounds(subject), *near})):
        written = vi[start:end]
        message = f"{written!r} lacks its marks" + (f": {right}." if right else ".")
        yield Issue("diacritics_missing", "major", message, None, (start, end), right or None)


def _is_plain_vietnamese(subject: Subject) -> bool:
    codes = subject.vi_codes[:1].lower() + subject.vi_codes[1:]
    plain = codes.count("u") + codes.count("w")
    if plain < LEAST_PLAIN or subject.vi.casefold() == subject.en.casefold():
        return False
    if compounds().shapes.isdisjoint(subject.vi_word_pairs) and all(map(_is_markless, WORD.findall(subject.vi))):
        return False  # Lan mang hoa sang cho Nam.
    if subject.vi_guess.language != "vi":
        return _is_short_and_plain(subject, codes)
    if _has_stripped_words(subject, codes):
        return True
    if "d" in subject.oddities or not compounds().shapes.isdisjoint(subject.vi_word_pairs):
        return True
    inner = sum(code in "uw" for code in subject.vi_codes)  # a capital at the start may be that of a name
    return inner > LEAST_PLAIN and len(compounds().neighbours & subject.vi_word_pairs) * 2 < len(subject.vi_word_pairs)


@lru_cache(maxsize=10_000)
def _is_markless(word: str) -> bool:
    """Is a word in plain letters right as it is, or a name?"""
    low = word.lower()
    if low in lists()["markless"] or low in shipped().headwords or low in word_lists()["vi_function"]:
        return True
    return word.istitle() and is_syllable(low)


def _is_short_and_plain(subject: Subject, codes: str) -> bool:
    """Is a text too short to tell its language, "Toi muon an com.", Vietnamese all the same? English could hold its syllables."""
    if not set(codes) <= SYLLABLES or len(subject.en_words & subject.vi_word_set) * 2 >= len(subject.vi_word_set):
        return False
    if not compounds().shapes.isdisjoint(subject.vi_word_pairs) or _has_stripped_words(subject, codes):
        return True
    return "d" in subject.oddities and "w" in codes


def _has_stripped_words(subject: Subject, codes: str) -> bool:
    """Are there several function words, and one that is no word without its marks?"""
    return codes.count("w") >= LEAST_FUNCTION and not _stripped_function().isdisjoint(subject.vi_word_set)


@cache
def _stripped_function() -> frozenset[str]:
    """Function words without their marks that are no words so: toi, khong."""
    return word_lists()["vi_bare_function"] - word_lists()["vi_function"] - shipped().headwords.keys()


Stretch = tuple[int, int, str]  # start, end, what is meant or ""


def _runs(vi: str, found: list[Stretch]) -> Iterator[Stretch]:
    """Neighbouring stretches as one."""
    joined: list[Stretch] = []
    for start, end, right in found:
        if joined and start < joined[-1][1]:
            if (right and not joined[-1][2]) or end > joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]), right if start == joined[-1][0] else "")
        elif joined and vi[joined[-1][1] : start].isspace():
            known = f"{joined[-1][2]} {right}" if right and joined[-1][2] else ""
            joined[-1] = (joined[-1][0], end, known)
        else:
            joined.append((start, end, right))
    yield from joined


def _bare_words(subject: Subject) -> Iterator[Stretch]:
    """Words that are syllables only with marks: duoc, viec."""
    first = WORD.match(subject.vi)
    if first and first[0].istitle() and first[0].isascii() and oddity(first[0].lower()) == "d" and first[0] not in subject.en:
        following = subject.vi_tokens[1:2]
        if following and following[0].islower():
            yield *first.span(), ""
    if "d" not in subject.oddities:
        return
    for word in _words(subject, "d"):
        if word[0] not in subject.en_words and f"{word[0]}s" not in subject.en_words:
            yield *word.span(), ""


def _bare_compounds(subject: Subject) -> Iterator[Stretch]:
    """A syllable without marks counts together with its neighbour: "an toan", "thành pho".

    What it forms with the syllable on its other side goes first: "tin chi" is in "thông tin chi tiết".
    """
    known, plain = compounds(), subject.vi_plain_words
    if not subject.vi_signs & SUSPECT or known.shapes.isdisjoint(zip(plain, plain[1:], strict=False)):
        return
    words = list(WORD.finditer(subject.vi))
    texts = ["", *(word[0].lower() for word in words), ""]
    for at, (left, right) in enumerate(zip(words, words[1:], strict=False), 1):
        shape = (left[0], right[0])
        if shape not in known.stripped or not subject.vi[left.end() : right.start()].isspace():
            continue
        outer = {(texts[at - 1], texts[at]), (texts[at + 1], texts[at + 2])}
        plain = [word for word in shape if word.isascii()]
        if outer.isdisjoint(known.neighbours) and subject.en_words.isdisjoint(plain):
            yield left.start(), right.end(), known.stripped[shape]
