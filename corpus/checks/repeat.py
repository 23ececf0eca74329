"""Words and phrases that were written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import eq

from corpus.checks.compound import compounds
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.issue import Issue

LONG = 6  # words of a repetition that is more than a slip
SENTENCE_ENDS = ".!?…"
TOKEN = re.compile(r"\S+")


def find_repeated(subject: Subject) -> Iterator[Issue]:
    """A word doubled that is never doubled on purpose, a phrase or sentence that comes again at once."""
    words = subject.vi_plain_words
    if len(set(words)) == len(words) or not (any(map(eq, words, words[1:])) or _has_pair_twice(words)):
        return
    found = [part for part in repetitions(words) if not _is_meant(subject, part)]
    if not found or any(True for _ in repetitions(subject.en_plain_words)):
        return  # "Very, very good" may be repeated in both
    positions = [match.span() for match in TOKEN.finditer(subject.vi)]
    for start, end, size in found:
        span = positions[start][0], positions[end - 1][1]
        written = subject.vi[span[0] : positions[start + size - 1][1]]
        severity = "major" if end - start >= LONG else "minor"
        message = f"{written!r} is there {(end - start) // size} times in a row."
        yield Issue("repeated_text", severity, message, None, span, written)


def _has_pair_twice(words: Sequence[str]) -> bool:
    """Do two neighbours stand side by side again?"""
    return len(set(zip(words, words[1:], strict=False))) < len(words) - 1


Repetition = tuple[int, int, int]  # first word, word after the last, words of the part that is repeated


def repetitions(words: Sequence[str]) -> Iterator[Repetition]:
    """Parts that come again at once, from left to right; the shortest part that explains each.

    >>> list(repetitions("a b b c d c d c d e".split()))
    [(1, 3, 1), (3, 9, 2)]
    """
    last: dict[str, list[int]] = {}
    at = 0
    while at < len(words):
        for start in reversed(last.get(words[at], []) if words[at] else []):
            size = at - start
            if size > 1 and words[start + 1 : start + 2] != words[at + 1 : at + 2]:
                continue  # most repeated words stand beside others
            if words[start:at] == words[at : at + size]:
                end = at + size
                while words[end : end + size] == words[start:at]:
                    end += size
                yield start, end, size
                for skipped in range(at, end):
                    last.setdefault(words[skipped], []).append(skipped)
                at = end - 1
                break
        else:
            last.setdefault(words[at], []).append(at)
        at += 1


def _is_meant(subject: Subject, found: Repetition) -> bool:
    """Is it a reduplication, a list, or something else that is right?"""
    start, end, size = found
    words, tokens = subject.vi_plain_words, subject.vi_tokens
    marks = [token[-1] for token in tokens[start + size - 1 : end - size] if not token[-1].isalnum()]
    parts = [[token.lower() for token in tokens[at : at + size - 1]] for at in (start, start + size)]
    if size > 1 and parts[0] != parts[1]:
        return True  # Cụ thể, có thể có
    if size > 1 and marks and start and tokens[start - 1][-1] not in SENTENCE_ENDS:
        return True  # it was there. There it stayed.
    if size == 2 and words[start + 1] in ("mãi", "hoài", "nữa"):
        return True  # tăng mãi tăng mãi
    if size > 1:
        return size < LONG // 2 and any(mark not in SENTENCE_ENDS for mark in marks)
    word = words[start]
    if marks or (len(word) == 1 and word.isascii()) or word.isdigit():
        return True
    if end - start > 2:
        return False
    known = compounds().neighbours
    if start and end < len(words) and (words[start - 1], word) in known and (word, words[end]) in known:
        return True  # trở thành thành viên
    if _is_doubled(words, start - 2) or _is_doubled(words, end):
        return True  # đi đi lại lại
    return word in lists()["reduplicated"]


def _is_doubled(words: Sequence[str], at: int) -> bool:
    return 0 <= at < len(words) - 1 and words[at] == words[at + 1] != ""
