"""Text in the wrong language, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

from corpus.checks.sign import ENGLISH_CODES
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.gazetteer import gazetteer
from corpus.issue import Issue
from corpus.language import NOISE, OTHER_SCRIPT, code_of, detect
from corpus.lexicon import shipped

WORD = re.compile(r"\w+(?:['’]\w+)*")
SCRIPT_RUN = re.compile(
    r"[^\W\d_\u0000-\u024f\u0300-\u036f\u0370-\u03ff\u1e00-\u1eff]{2,}(?:\s*[^\W\d_\u0000-\u024f\u1e00-\u1eff]+)*"
)
CODE = re.compile(r"%\w+%?|(?<!\w)--?\w[\w-]*|\$\w+")  # variables and options
LEAST_SENTENCE = 3  # words of a sentence in a third language, so that it is no name or turn
LEAST_STRANGE = 0.5  # of them that neither English nor the source has
LEAST_ENGLISH = 4  # words that are English whether or not the source has them


def is_mostly_vietnamese(codes: str) -> bool:
    """Is a text with these word codes surely Vietnamese? Most are, and one need not look any further then."""
    vietnamese = codes.count("v") + codes.count("m")
    return "v" in codes and vietnamese > len(codes) - vietnamese - codes.count("0") - codes.count("-")


def is_doubtful(subject: Subject) -> object:
    """May the translation, or a sentence of it, be in another language than Vietnamese?"""
    codes = subject.vi_codes
    if not is_mostly_vietnamese(codes):
        return True
    strange = codes.count("x") + codes.count("o")
    return strange > 1 or (strange and codes.count("X") + codes.count("O") > 1)


def is_copy(subject: Subject) -> bool:
    """Is the translation the source as it stands?"""
    return subject.vi.strip() == subject.en.strip()


def find_wrong_language(subject: Subject) -> Iterator[Issue]:
    """A side or a part of the translation in a third language, or both sides swapped."""
    if not is_doubtful(subject) and subject.vi_readable.offsets is None:
        return
    if is_mostly_vietnamese(subject.vi_codes):
        yield from _foreign_sentences(subject)
        yield from _other_scripts(subject)
        return
    right = subject.vi_guess
    ends = (0, len(subject.en)), (0, len(subject.vi))
    left = subject.en_guess
    if left.decided and right.decided and left.language == "vi" and right.language == "en":
        yield Issue("wrong_language", "critical", "The two sides are swapped.", *ends)
    elif right.decided and right.language == "other" and subject.vi.strip() and subject.vi.strip() != subject.en.strip():
        if not _is_strange_only_by_copies(subject):
            yield Issue("wrong_language", "critical", "The translation is not Vietnamese.", None, ends[1])
    else:
        yield from _foreign_sentences(subject)
        yield from _other_scripts(subject)


SENTENCE = re.compile(r"[^\s.!?…][^.!?…]*(?:[.!?…](?!\s|$)[^.!?…]*)*[.!?…]*")


def _foreign_sentences(subject: Subject) -> Iterator[Issue]:
    """Sentences of a Vietnamese text that hold no Vietnamese word, and words that neither English nor the source has."""
    for found in SENTENCE.finditer(subject.vi):
        words = WORD.findall(found[0])
        codes = [_code(word) for word in words]
        if len(words) < LEAST_SENTENCE or not VIETNAMESE_CODES.isdisjoint(codes):
            continue
        strange = [
            code
            for word, code in zip(words, codes, strict=True)
            if code in "xoXO" and word.lower() not in subject.en_lower and word not in lists()["transcribed"]
        ]
        is_running = "x" in strange or "o" in strange  # and no list of names
        if is_running and len(strange) > 1 and len(strange) >= LEAST_STRANGE * len(words):
            yield Issue("wrong_language", "critical", f"{found[0]!r} is not Vietnamese.", None, found.span())


VIETNAMESE_CODES = frozenset("vmVM")


def _is_strange_only_by_copies(subject: Subject) -> bool:
    """Are the words that are no Vietnamese those of the source: names, files, dishes?"""
    words = WORD.findall(subject.vi)
    strange = [word for word in words if _code(word) in "xoXOcC"]
    return len(strange) < len(words) and all(word.lower() in subject.en_lower for word in strange)


def _other_scripts(subject: Subject) -> Iterator[Issue]:
    """Words in another script that the source does not have, unless brackets mark them as the original form."""
    for found in SCRIPT_RUN.finditer(subject.vi):
        before, after = subject.vi[: found.start()].rstrip()[-1:], subject.vi[found.end() :].lstrip()[:1]
        glossed = before in tuple('([（“"') and after in tuple(')]）,;”"')
        if OTHER_SCRIPT.match(found[0]) and found[0] not in subject.en and not glossed:
            message = f"{found[0]} is not Vietnamese."
            yield Issue("wrong_language", "critical", message, None, found.span())


# --- left in English


def find_untranslated(subject: Subject) -> Iterator[Issue]:
    """English left in the translation: all of it, a clause, a word that Vietnamese has not borrowed."""
    codes = subject.vi_codes
    if not codes or (ENGLISH_CODES.isdisjoint(codes) and not is_copy(subject)):
        return
    if not is_mostly_vietnamese(codes) and not _has_only_names(subject) and _is_english(subject):
        yield Issue("untranslated", "critical", "The text was left in English.", (0, len(subject.en)), (0, len(subject.vi)))
        return
    if not subject.vi.isascii() and (codes[:1] == "K" or not PART_SIGNS.isdisjoint(codes)):
        yield from _parts(subject)


PART_SIGNS = frozenset("kf")
_code = lru_cache(maxsize=10_000)(code_of)


def _has_only_names(subject: Subject) -> bool:
    """Are the words of a short Vietnamese sentence that may be English written as names: "Will Smith giành giải Oscar."?"""
    first, later = subject.vi_codes[:1], subject.vi_codes[1:]
    if VIETNAMESE_CODES.isdisjoint(later.replace("M", "").replace("V", "")) or not ENGLISH_LOWER.isdisjoint(later):
        return False
    return first not in ENGLISH_LOWER or subject.vi[:1].isupper()


ENGLISH_LOWER = frozenset("kfgs")


def _is_english(subject: Subject) -> bool:
    """Is the whole translation English, or the source word for word?"""
    vi = _masked(subject.vi, BRACES, " ")
    left, right = subject.en_guess, subject.vi_guess if vi == subject.vi else detect([vi])[0]
    if left.language == "vi":
        return False
    if right.language == "en" and right.decided and len(vi.split()) >= LEAST_ENGLISH:
        return True
    words = WORD.findall(subject.vi)
    if [word.casefold() for word in words] != WORD.findall(subject.en.casefold()) or left.language != "en":
        return False
    if not left.decided:
        return _is_phrase(subject.vi, words)
    codes = [_code(word) for word in words if word.lower() not in lists()["loanwords"]]
    if any(code in "kfg" for code in codes):
        return True
    return all(code in "KFG0" for code in codes) and "K" in codes and subject.vi.strip(" .:!") not in _english_names()


def _is_phrase(vi: str, words: list[str]) -> bool:
    """Is a short copy surely no name or term: "Good luck!", an entry such as "good morning" that has a rendering?"""
    if len(words) < 2 or not all(word.islower() for word in words[1:]):
        return False
    if any(_code(word) not in "kfgsKFGS" or word.lower() in lists()["loanwords"] for word in words):
        return False
    said = " ".join(words).lower()
    return said not in shipped().renderings.get(said, (said,)) or vi.rstrip().endswith(SENTENCE_ENDS)


SENTENCE_ENDS = (".", "!", "?")


@cache
def _english_names() -> frozenset[str]:
    return frozenset(name for row in gazetteer() for name in row.en)


def _masked(text: str, pattern: re.Pattern[str], cover: str = "_") -> str:
    """A text of the same length with what a pattern finds covered, from the inside out."""
    while (covered := pattern.sub(lambda found: cover * len(found[0]), text)) != text:
        text = covered
    return text


BRACES = re.compile(r"\{[^{}]*\}")  # placeholders, ICU arguments


def _parts(subject: Subject) -> Iterator[Issue]:
    """English words in a Vietnamese line."""
    clean = HYPHENATED.sub(_without_loanword, _masked(_masked(_masked(subject.vi, BRACES), NOISE), CODE))
    words = [(match, _code(match[0])) for match in WORD.finditer(clean)]
    for english, group in groupby(words, key=lambda item: item[1] in "kfgsxbuwKFGSXBUW-" and item[0][0].isascii()):
        if not english:
            continue
        for run in _runs([match for match, _ in group], clean, subject.en_words):
            start, end = run[0].start(), run[-1].end()
            if _is_left(subject, run) and not _is_marked_off(clean, start, end):
                message = f"{subject.vi[start:end]!r} was left in English."
                at = subject.en_lower.find(subject.vi[start:end].lower())
                en_span = (at, at + end - start) if at >= 0 else None
                yield Issue("untranslated", "major", message, en_span, (start, end))


HYPHENATED = re.compile(r"\w+(?:-\w+)+")


def _without_loanword(found: re.Match[str]) -> str:
    """A word with hyphens, covered if Vietnamese has borrowed it: hat-trick."""
    return "_" * len(found[0]) if found[0].lower() in lists()["loanwords"] else found[0]


def _runs(words: list[re.Match[str]], text: str, copied: frozenset[str]) -> Iterator[list[re.Match[str]]]:
    """Words with nothing but a space or hyphen between them, without what may be Vietnamese at either end."""
    run: list[re.Match[str]] = []
    for word in words:
        if run and text[run[-1].end() : word.start()].strip(" -"):
            yield from _trimmed(run, copied)
            run = []
        run.append(word)
    yield from _trimmed(run, copied)


def _trimmed(run: list[re.Match[str]], copied: frozenset[str]) -> Iterator[list[re.Match[str]]]:
    surely = [i for i, word in enumerate(run) if _code(word[0]) in "kfx" or (word.start() == 0 and _code(word[0]) in "KF")]
    if not surely:
        return
    first, last = surely[0], surely[-1]
    while first and _is_copied(run[first - 1][0], copied):
        first -= 1
    while last < len(run) - 1 and _is_copied(run[last + 1][0], copied):
        last += 1
    yield run[first : last + 1]


def _is_copied(word: str, source: frozenset[str]) -> bool:
    """Does the source have a word, with all that an apostrophe holds together: C'est la vie?"""
    return all(part in source for part in re.split("['’]", word.lower()))


def _is_left(subject: Subject, run: list[re.Match[str]]) -> bool:
    """Is a run of words English that should have been translated?"""
    words = [word[0] for word in run]
    if "-".join(words).lower() in lists()["loanwords"]:
        return False  # fast food
    if run[0].start() == 0 and words[0].istitle() and words[0].lower() in subject.en and words[0] not in subject.en:
        words[0] = words[0].lower()  # "Feedback của nhóm"
    codes = [_code(word) for word in words]
    copied = all(_stands(word, subject.en) or subject.en_lower.startswith(word.lower()) for word in words)
    if "f" in codes and len(words) >= LEAST_ENGLISH and sum(code in "kfgs" for code in codes) * 2 > len(words):
        return True
    if not copied or any(code.isupper() for code in codes) or (len(words) > 1 and "x" in codes):
        return False  # a name, a word of another language, a command that is no English
    before, after = NEXT_BEFORE.search(subject.vi[: run[0].start()]), NEXT_AFTER.match(subject.vi, run[-1].end())
    if (
        before
        and (word := before[0].strip().lower()) in lists()["before_code"]
        and not (word in ASKED_FOR and _is_owned(subject, words))
    ):
        return False
    if "k" not in codes and any(beside and not beside[0].strip().islower() for beside in (before, after)):
        return False  # "Aldi and Lidl"
    plain = [word for word, code in zip(words, codes, strict=True) if code in "kf"]
    return any(word not in lists()["loanwords"] for word in plain)


def _is_owned(subject: Subject, words: list[str]) -> bool:
    """Does the source say whose a thing is: "your phone number"?"""
    before, found, _ = subject.en_lower.partition(" ".join(words).lower())
    return bool(found) and (before.split() or [""])[-1] in OWNERS


def _stands(word: str, text: str) -> bool:
    """Does a word stand in a text as a whole?"""
    at = text.find(word)
    while at >= 0:
        if not (WORD_SIGN.match(text, at - 1) if at else None) and not WORD_SIGN.match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


WORD_SIGN = re.compile(r"\w")
NEXT_BEFORE, NEXT_AFTER = re.compile(r"\w+\W*$"), re.compile(r"\s*\w+")
ASKED_FOR = frozenset(("nhập", "gõ"))  # "nhập quit", but no more code where the source says whose it is: "your phone number"
OWNERS = frozenset(("your", "my", "his", "her", "our", "their", "its"))
MARKED_OFF = {"(": ")", "“": "”", "‘": "’", '"': '"', "'": "'", "«": "»", "[": "]", "`": "`", "*": "*", "_": "_", "<": ">"}


def _is_marked_off(text: str, start: int, end: int) -> bool:
    """Does a run stand alone in brackets or quotation marks, as a term, title or name, or as part of an identifier?"""
    if (
        text[start - 1 : start] in tuple("-_./@#\\'’")
        or text[end : end + 1] in tuple("_@/\\=(")
        or (text[end : end + 2].strip(". ").isalnum() and text[end : end + 1] == ".")
    ):
        return True
    for opening, closing in MARKED_OFF.items():
        before = text.rfind(opening, 0, start)
        if before >= 0 and text.find(closing, before + 1) >= end:
            return True
    return False
