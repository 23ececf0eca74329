"""Words of which the translation says the opposite (`data/antonyms.tsv`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.data import rows
from corpus.evidence import knowledge
from corpus.issue import Issue
from corpus.lexicon import key

DENIES = Sign.DENIES


@cache
def _opposites() -> Mapping[str, dict[str, str]]:
    """By English headword the Vietnamese words that say the opposite, with the code of that."""
    found: dict[str, dict[str, str]] = {}
    for words, opposites, *code in rows("antonyms.tsv"):
        for word in words.split("; "):
            found.setdefault(word, {}).update({key(name): (code or ["mistranslation"])[0] for name in opposites.split("; ")})
    return found


@cache
def _with_opposites() -> frozenset[str]:
    return frozenset(_opposites())


def opposites(subject: Subject, code: str) -> Iterator[Issue]:
    """Words of which the translation says the opposite, by the code of the finding."""
    return (issue for issue in subject.once("opposites", _find_opposites) if issue.code == code)


def _find_opposites(subject: Subject) -> list[Issue]:
    en, vi, table = subject.en_evidence, subject.vi_evidence, _opposites()
    look_up, there = knowledge().covering, subject.vi_keys
    words = sorted([word for word in subject.en_keys & _with_opposites() if not there.isdisjoint(table[word])])
    found: list[Issue] = []
    for word in words:
        instead = table[word].keys() & there
        said = look_up(word, "en") & vi.keys
        lone = sorted(
            name for name in instead if look_up(name, "vi").isdisjoint(en.keys) and all(_is_part(part, name) for part in said)
        )
        if lone and not (subject.en_signs | subject.vi_signs) & DENIES:
            one = next(item for item in en.items if item.key == word)
            other = next(item for item in vi.items if item.key == lone[0])
            message = f"{subject.en[one.start : one.end]!r} has become {subject.vi[other.start : other.end]!r}, the opposite."
            code = table[word][lone[0]]
            found.append(Issue(code, "critical", message, (one.start, one.end), (other.start, other.end)))
    return found


def _is_part(part: str, name: str) -> bool:
    """Is a rendering only a syllable of the other word: nhận of "phủ nhận"?"""
    return f" {part} " in f" {name} "
