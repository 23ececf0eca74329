"""Who did what to whom, and which way a figure went: pairs of which the words are right and the sense is turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.evidence import Item, covering
from corpus.issue import Issue

PASSIVE = frozenset(("bị", "được", "do", "bởi", "có"))
# Vietnamese says what moves somebody with a verb of the one who is moved: "tôi ngạc nhiên về tin đó"
OF_CAUSE = frozenset(["vì", "nhờ", "tại", "khi", "trước", "về", "với", "từ", "cho", "của", "ở", "là", "theo", "trong"])
SIMPLE = re.compile(
    r"(?:(?:The|An?|My|His|Her|Our|Their) )?(?:\w+ )?(\w+) (\w+(?:ed|es|s)) (?:(?:the|an?|my|his|her|our|their) )?(?:\w+ )?(\w+)"
    r"(?: (?:in|on|at|for|after|before|during|last|this|yesterday)\b[^,;]*)?\.?$"
)
MUTUAL = frozenset(
    ("meet", "marry", "face", "join", "resemble", "equal", "match", "fight", "contact", "know", "love", "be", "have")
)
PREPOSITIONS = frozenset(
    ("by", "from", "of", "to", "with", "in", "on", "for", "at", "against", "and", "or", "than", "as", "that", "who", "which",
     "about", "over", "under")
)  # fmt: skip
BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "getting"))
LONE, MOVING = Sign.LONE, frozenset(("up", "down"))
WORDS = re.compile(r"[^\W\d_]+")
COMMA = re.compile("[,;:.]")
MOST_BEFORE, MOST_BETWEEN = 10, 30  # characters between "bị" and the one who acts, and from there to what is done


def find_turned(subject: Subject) -> Iterator[Issue]:
    """Roles, parties and movements that were turned round."""
    words = subject.vi_word_set
    if len(subject.en_plain_words) <= LONGEST:
        if not words.isdisjoint(("bị", "được")):
            yield from _suffers(subject)
        elif PASSIVE.isdisjoint(words):
            yield from _acts(subject)
    if subject.en_signs & subject.vi_signs & LONE:
        yield from _parties(subject)
    if subject.may_hold_amounts and not MOVING.isdisjoint(subject.en_plain_words):
        yield from _movement(subject)


def _acts(subject: Subject) -> Iterator[Issue]:
    """In a simple sentence of both languages the one who acts stands before the verb."""
    found = SIMPLE.match(subject.en)
    if not found or not OF_CAUSE.isdisjoint(subject.vi_word_set):
        return
    by_start = {item.start: item for item in subject.en_items}
    actor, verb, other = (by_start.get(found.start(group)) for group in (1, 2, 3))
    if actor is None or verb is None or verb.key in MUTUAL:
        return
    acts, is_done, suffers = _place(actor, subject), _place(verb, subject), _place(other, subject) if other else None
    if acts is not None and is_done is not None and (suffers or 0) < is_done < acts and is_done:
        message = f"{found[1]!r} acts in the source and is acted on in the translation."
        yield Issue("mistranslation", "major", message, (0, found.end(3)), (0, len(subject.vi.rstrip(" ."))))


def _suffers(subject: Subject) -> Iterator[Issue]:
    """The one who acts in the source suffers in the translation: "A hit B", "A bị B đánh"."""
    if " by " in subject.en:
        return
    marks = [item for item in subject.vi_items if item.key in ("bị", "được")]
    items = [item for item in subject.en_items if item.kind in ("word", "name")]
    placed = [(item, place) for item in items if (place := _place(item, subject)) is not None]
    for mark in marks:
        before = [item for item, place in placed if place < mark.start]
        after = sorted([(place, item) for item, place in placed if place >= mark.end], key=lambda one: one[0])
        if not before or len(after) < 2 or after[0][0] > mark.end + MOST_BEFORE:
            continue
        if mark.key == "được" and not _is_passive(subject, placed, mark):
            continue
        place, agent = after[0]
        clause = COMMA.search(subject.vi, mark.end)
        last = min(place + MOST_BETWEEN, clause.start() if clause else len(subject.vi))
        for end, verb in after[1:]:
            if end <= last and _is_active(subject, before, verb, agent):
                message = (
                    f"{subject.en[before[0].start : before[0].end]!r} acts in the source and is acted on in the translation."
                )
                yield Issue("mistranslation", "major", message, (before[0].start, agent.end), (mark.start, end))
                return


def _is_passive(subject: Subject, placed: list[tuple[Item, int]], mark: Item) -> bool:
    """Does "được" stand after the one who suffers, and not after a verb: gọi được vốn?"""
    last = max(place for _, place in placed if place < mark.start)
    end = next(item.end for item in subject.vi_items if item.start == last)
    return AUXILIARIES.issuperset(WORDS.findall(subject.vi[end : mark.start].lower()))


AUXILIARIES = frozenset(("đã", "sẽ", "đang", "vừa", "mới", "cũng", "vẫn", "còn", "lại", "luôn", "này", "ấy", "đó", "thì", "từng"))
LONGEST = 18  # English words: in longer sentences several verbs have their own roles


def _is_active(subject: Subject, before: list[Item], verb: Item, agent: Item) -> bool:
    """Does the source say that somebody who stands before "bị" did it to the one who stands after it?"""
    if not verb.end < agent.start or not subject.en[verb.start : verb.end].lower().endswith(("ed", "es", "s")):
        return False
    actors = [item for item in before if item.end <= verb.start]
    if not actors or COMMA.search(subject.en, actors[-1].end, agent.start):
        return False
    between = frozenset(WORDS.findall(subject.en[verb.end : agent.start].lower()))
    if not between.isdisjoint(PREPOSITIONS) or len(between) > MOST_WORDS:
        return False
    leading = frozenset(WORDS.findall(subject.en[actors[-1].end : verb.start].lower()))
    return leading.isdisjoint(BE | PREPOSITIONS) and len(leading) <= MOST_WORDS


MOST_WORDS = 2


def _place(item: Item, subject: Subject) -> int | None:
    """Where the one counterpart of an item stands."""
    keys = covering(item, "en")
    if keys.isdisjoint(subject.vi_evidence.keys):
        return None
    found = [other.start for other in subject.vi_items if other.key in keys]
    return found[0] if len(found) == 1 else None


# --- parties and other things that a letter names

LETTER = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_]\+))[A-HJ-Z](?![\w.'’&/+-]\w?)")
PARTY_EN = re.compile(r"Party ([A-Z]) (?:shall|must|will|may|has|agrees|undertakes|pays|is|warrants|provides)\b")
PARTY_VI = re.compile(r"Bên ([A-Z])\b", re.IGNORECASE)
TURNED = frozenset(("bị", "được", "do", "bởi", "nhận", "từ", "theo", "nếu", "khi", "trường"))


def _parties(subject: Subject) -> Iterator[Issue]:
    here, there = LETTER.findall(subject.en), LETTER.findall(subject.vi)
    if not here or not there:
        return
    lost, new = set(here) - set(there), set(there) - set(here)
    if lost and new and len(here) == len(there):
        one = next(found for found in LETTER.finditer(subject.en) if found[0] in lost)
        other = next(found for found in LETTER.finditer(subject.vi) if found[0] in new)
        message = f"{one[0]!r} has become {other[0]!r}."
        yield Issue("mistranslation", "major", message, one.span(), other.span())
        return
    acts, first = PARTY_EN.match(subject.en), PARTY_VI.match(subject.vi)
    if acts and first and acts[1] != first[1] and TURNED.isdisjoint(subject.vi_word_set) and " by " not in subject.en:
        message = f"Party {acts[1]} acts in the source, {first[0]} in the translation."
        yield Issue("mistranslation", "critical", message, acts.span(1), first.span())


# --- figures


MOVES = re.compile(r"\b(up|down) (?:by |about |nearly |almost |over |more than |some |from )?[$€£]?\d", re.IGNORECASE)
RISES = frozenset(("tăng", "tăng mạnh", "tăng vọt", "tăng trưởng", "lên", "gia tăng", "tăng lên"))
FALLS = frozenset(("giảm", "giảm mạnh", "sụt", "sụt giảm", "hạ", "giảm xuống", "tụt", "xuống"))


def _movement(subject: Subject) -> Iterator[Issue]:
    """Up 5% that became giảm 5%."""
    found = MOVES.search(subject.en)
    if not found:
        return
    right, wrong = (RISES, FALLS) if found[1].lower() == "up" else (FALLS, RISES)
    items = subject.vi_items
    if any(item.key in right for item in items):
        return
    for item in items:
        if item.key in wrong and covering(item, "vi") & subject.en_evidence.keys <= {"up", "down", "off"}:
            message = f"{found[1]!r} has become {subject.vi[item.start : item.end]!r}, the opposite."
            yield Issue("mistranslation", "critical", message, found.span(1), (item.start, item.end))
            return
