"""Words that say another thing: the opposite, another sense of the word, an idiom word for word, who did what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.idiom import senses_starting
from corpus.checks.opposite import opposites
from corpus.checks.sign import WORD, Sign
from corpus.checks.subject import Subject
from corpus.evidence import Item, covering
from corpus.issue import Issue

SENSE = Sign.SENSE
PASSIVE = frozenset(("bị", "được", "do", "bởi", "có"))
SIMPLE = re.compile(r"(?:The|An?|My|His|Her|Our|Their) (\w+) (\w+(?:ed|es|s)) (?:the|an?|my|his|her|our|their) (\w+)\.?$")
MUTUAL = frozenset(
    ("meet", "marry", "face", "join", "resemble", "equal", "match", "fight", "contact", "know", "love", "be", "have")
)


def find_mistranslation(subject: Subject) -> Iterator[Issue]:
    """The opposite, a wrong sense, a literal idiom, roles that were swapped."""
    yield from opposites(subject, "mistranslation")
    yield from _wrong_senses(subject)
    yield from _roles(subject)


# --- senses and idioms


def _wrong_senses(subject: Subject) -> Iterator[Issue]:
    if not subject.en_signs & SENSE:
        return
    words = {word for piece in subject.en_pieces if piece.signs & SENSE for word in WORD.findall(piece.plain)}
    for sense in dict.fromkeys([sense for word in sorted(words) for sense in senses_starting(word)]):
        here = sense.word.search(subject.en)
        there = sense.wrong.search(subject.vi) if here else None
        if not here or not there or (sense.near and (not sense.near.search(subject.en) or _is_meant(subject, there))):
            continue
        message = f"{here[0]!r} is no {there[0]!r} here: it is another sense." if sense.near else f"{here[0]!r} is an idiom."
        yield Issue("mistranslation", "major", message, here.span(), there.span())
        return


def _is_meant(subject: Subject, there: re.Match[str]) -> bool:
    """Is the suspected rendering that of another word of the source?"""
    words = {slot[1] for slot in subject.en_evidence.slots if slot}
    items = [item for item in subject.vi_evidence.items if item.start < there.end() and there.start() < item.end]
    own = [covering(item, "vi") & words for item in items]
    return any(len(found) > 1 for found in own)


# --- who did what to whom


def _roles(subject: Subject) -> Iterator[Issue]:
    """In a simple sentence of both languages the one who acts stands before the verb."""
    found = SIMPLE.match(subject.en)
    if not found or not PASSIVE.isdisjoint(subject.vi_word_set):
        return
    by_start = {item.start: item for item in subject.en_evidence.items}
    actor, verb = by_start.get(found.start(1)), by_start.get(found.start(2))
    if actor is None or verb is None or verb.key in MUTUAL:
        return
    acts, is_done = _place(actor, subject), _place(verb, subject)
    if acts is not None and is_done is not None and 0 < is_done < acts:
        message = f"{found[1]!r} acts in the source and is acted on in the translation."
        yield Issue("mistranslation", "major", message, (0, found.end(3)), (0, len(subject.vi.rstrip(" ."))))


def _place(item: Item, subject: Subject) -> int | None:
    """Where the one counterpart of an item stands."""
    keys = covering(item, "en")
    found = [other.start for other in subject.vi_evidence.items if other.key in keys]
    return found[0] if len(found) == 1 else None
