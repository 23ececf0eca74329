"""Words in whose place the translation has the opposite (`data/antonyms.tsv`), or a sister (`data/siblings.tsv`).

A word is only held to be taken for another one where nothing on the Vietnamese side renders it, and where the other one is
there without any English word that it might render.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import NamedTuple

from corpus.checks.polarity import denials, is_denied, is_strong
from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.data import rows
from corpus.evidence import covering, knowledge
from corpus.issue import Issue
from corpus.language import word_lists
from corpus.lexicon import form, key, new_style
from corpus.token import spans, tokens

DENIES = Sign.DENIES
GRADES = ("nhất", "hơn")  # best, better
LIGHT = ("bị", "được", "màu", "con", "quả", "trái", "cây", "người", "cái", "chiếc", "ngày", "buổi", "bên")
OPPOSITE, SISTER = "the opposite", "another thing"
SHORT = 5  # words of content of a sentence in which one more may be rendered in a way that the lexicon does not know
MOST_UNMET = 0.5  # of the other English words: a proverb may have another animal in it
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LATER = re.compile(r"\b(?:minutes?|hours?|days?|weeks?|months?|years?|decades?|long|while|time)(?: \w+){0,2} before$")  # later
PERSONS = frozenset(("i", "you", "he", "she", "we", "they", "it"))
PLACEHOLDER = re.compile(r"\{[^{}\s]*\}|%\d*\$?[a-z@]")


class Wrong(NamedTuple):
    """A Vietnamese word that must not stand for an English one."""

    name: str  # as it is looked up
    code: str
    severity: str
    relation: str  # what the message says of it


class Entry(NamedTuple):
    """An English word or phrase and what must not stand for it."""

    words: tuple[str, ...]  # each in its base form, or as it stands: young, younger
    own: frozenset[str]  # renderings that the lexicon need not know
    wrong: dict[str, tuple[Wrong, ...]]  # by the syllable of theirs that tells most
    syllables: frozenset[str]  # these


@cache
def _entries() -> Mapping[str, tuple[Entry, ...]]:
    """All entries by their first word; those of several words stand first."""
    wrong: dict[str, dict[str, Wrong]] = {}
    own: dict[str, set[str]] = {}
    for words, opposites, *code in rows("antonyms.tsv"):
        for word in words.split("; "):
            for name in map(key, opposites.split("; ")):
                one = Wrong(name, (code or ["mistranslation"])[0], "critical", OPPOSITE)
                wrong.setdefault(word, {}).setdefault(name, one)
    for _, group in groupby(rows("siblings.tsv"), lambda row: row[0]):
        members = [(words.split("; "), names.split("; ")) for _, words, names in group]
        for headwords, names in members:
            said = {key(name.strip("()")) for name in names}
            sisters = {key(name) for _, others in members for name in others if name[0] != "("}
            sisters = {name for name in sisters if not any(f" {name} " in f" {one} " for one in said)}  # biển of "bãi biển"
            for word in headwords:
                own.setdefault(word, set()).update(said)
                for name in sisters:
                    wrong.setdefault(word, {}).setdefault(name, Wrong(name, "mistranslation", "major", SISTER))
    found: dict[str, list[Entry]] = {}
    for word, names_of in wrong.items():
        forms = tuple(tokens(word, "en"))
        listed = [one for one in names_of.values() if one.name not in own.get(word, ())]
        by_syllable = _by_syllable(listed)
        entry = Entry(forms, frozenset(own.get(word, ())), by_syllable, frozenset(by_syllable))
        found.setdefault(forms[0], []).append(entry)
    return {first: tuple(sorted(entries, key=lambda one: -len(one.words))) for first, entries in found.items()}


def _by_syllable(names: Iterable[Wrong]) -> dict[str, tuple[Wrong, ...]]:
    found: dict[str, tuple[Wrong, ...]] = {}
    light = word_lists()["light"]
    for one in names:
        syllable = max(one.name.split(" "), key=lambda part: (part not in light, len(part)))
        for style in {syllable, new_style(syllable)}:
            found[style] = (*found.get(style, ()), one)
    return found


@cache
def _firsts() -> dict[str, frozenset[str]]:
    """By the first word of entries the syllables of all that must not stand for them."""
    return {word: frozenset().union(*[entry.syllables for entry in entries]) for word, entries in _entries().items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_entries())


def opposites(subject: Subject, code: str) -> Iterator[Issue]:
    """Words of which the translation says the opposite, by the code of the finding."""
    return (issue for issue in subject.once("opposites", _find_opposites) if issue.code == code)


def _find_opposites(subject: Subject) -> list[Issue]:
    there, table = subject.vi_word_set, _entries()
    found: list[Issue] = []
    firsts = _firsts()
    words = (subject.en_evidence.keys & _first_words()) | _first_words().intersection(subject.en_plain_words)
    for word in sorted([word for word in words if not firsts[word].isdisjoint(there)]):
        for entry in table[word]:
            shared = entry.syllables & there
            suspects = [one for syllable in shared for one in entry.wrong[syllable] if f" {one.name} " in subject.vi_line]
            issue = _taken_for(subject, entry, suspects) if suspects else None
            if issue and not any(other.vi_span == issue.vi_span for other in found) and not _is_denied(subject, issue):
                found.append(issue)
    return found


def _is_denied(subject: Subject, issue: Issue) -> bool:
    """Is a word, or what stands for it, denied?"""
    here, there = (issue.en_span or (0, 0))[0], (issue.vi_span or (0, 0))[0]
    if subject.en_signs & DENIES:
        strong = [word.start() for word in WORD.finditer(subject.en) if is_strong(word[0].lower())]
        if is_denied(subject.en, here, strong):
            return True
    return bool(subject.vi_signs & DENIES) and is_denied(subject.vi, there, [start for start, _ in denials(subject.vi)])


def has_opposite(en: str, vi: str) -> bool:
    """Is there a word in one text beside what is the opposite of it in the other text: not bad, được?"""
    syllables = list(map(form, tokens(vi, "vi")))
    there, said = frozenset(syllables), f" {' '.join(syllables)} "
    words = frozenset([name for names in map(_names, tokens(en, "en")) for name in names])
    entries = [entry for word in words for entry in _entries().get(word, ()) if words.issuperset(entry.words)]
    return any(
        one.relation == OPPOSITE and f" {one.name} " in said
        for entry in entries
        for syllable in there & entry.wrong.keys()
        for one in entry.wrong[syllable]
    )


def _names(token: str) -> tuple[str, str]:
    """What an English token may be called in an entry."""
    return knowledge().english_words[token].form, token.lower()


def _forms(subject: Subject) -> list[str]:
    return [form(subject.vi[start:end]) for start, end in spans(subject.vi, "vi")]


def _taken_for(subject: Subject, entry: Entry, suspects: list[Wrong]) -> Issue | None:
    """The issue of an entry, if one of the words that must not stand for it does."""
    here = None if _is_rendered(subject, entry, suspects) else _place_of(subject, entry)
    if here is None or LATER.search(subject.en, 0, here[1]):
        return None
    said = f" {' '.join(_forms(subject))} "
    for one in sorted(suspects, key=lambda one: (-len(one.name), one.name)):
        if f" {one.name} " not in said:
            continue
        at = said[: said.index(f" {one.name} ")].count(" ")
        where = spans(subject.vi, "vi")
        there = where[at][0], where[at + one.name.count(" ")][1]
        if not _is_lone(subject, entry, one.name, there) or (one.relation == SISTER and not _is_literal(subject)):
            continue
        is_converse = not word_lists()["converse"].isdisjoint(entry.words) or "than" in subject.en_words
        if is_converse and (" by " in subject.en or _is_turned(subject, here, there)):
            continue
        message = f"{subject.en[slice(*here)]!r} has become {subject.vi[slice(*there)]!r}, {one.relation}."
        return Issue(one.code, one.severity, message, here, there)
    return None


def _place_of(subject: Subject, entry: Entry) -> Span | None:
    """Where an entry stands in the English text as words, not as part of a name or of a phrase that is rendered."""
    where = spans(subject.en, "en")
    found = [_names(subject.en[start:end]) for start, end in where]
    size = len(entry.words)
    met = dict(zip([item.start for item in subject.en_items], subject.meeting.en, strict=True))
    for at in range(len(found) - size + 1):
        if not all(word in names for word, names in zip(entry.words, found[at : at + size], strict=True)):
            continue
        start, end = where[at][0], where[at + size - 1][1]
        around = [item for item in subject.en_items if item.start < end and start < item.end]
        is_phrase = len(around) == 1 and around[0].key.count(" ") >= size and met[around[0].start]
        if not is_phrase and not any(item.kind == "name" for item in around):
            return start, end
    return None


def _is_rendered(subject: Subject, entry: Entry, suspects: list[Wrong]) -> bool:
    """Is there a rendering of the entry that is no mere syllable of a word that must not stand for it: nhận of "phủ nhận"?"""
    known = knowledge().entries.renderings
    names = (" ".join(entry.words),) if len(entry.words) > 1 else _names(entry.words[0])
    said = {one for name in names for one in (*known.get(name, ()), *entry.own)} & subject.vi_evidence.keys
    return any(not any(f" {part} " in f" {one.name} " for one in suspects) for part in said)


def _is_lone(subject: Subject, entry: Entry, name: str, there: Span) -> bool:
    """Is a Vietnamese word a word of the sentence, and no rendering of any English one?"""
    around = [item for item in subject.vi_items if item.start < there[1] and there[0] < item.end]
    for item in around:
        more = item.key.replace(name, "", 1).split(" ") if name in item.key else []
        if item.key != name and " " not in name and any(part and part not in GRADES and part not in LIGHT for part in more):
            return False
    if " " not in name and not any(item.start <= there[0] and there[1] <= item.end for item in around):
        return False
    own = set(entry.words) | {" ".join(entry.words)} if len(entry.words) > 1 else frozenset[str]()
    keys = {item.key for item in around if item.kind != "function" or item.key == name}
    bare = name.rsplit(" ", 1)[0] if name.endswith(GRADES) else name  # nhỏ of "nhỏ hơn"
    keys.update(one for one in (name, bare) if one in knowledge().entries.headwords)
    return not any((knowledge().covering(one, "vi") & subject.en_evidence.keys) - own for one in keys)


def _is_literal(subject: Subject) -> bool:
    """Is most of the source rendered word by word?"""
    if "như" in subject.vi_word_set and not subject.en_words.isdisjoint(("like", "as")):  # eats like a horse: ăn như trâu
        return False
    content = [met for item, met in zip(subject.en_evidence.types, subject.meeting.en, strict=True)
               if item[0] == "word" and item[1] not in word_lists()["light"]]  # fmt: skip
    return content.count(False) - 1 <= max(len(content) < SHORT, MOST_UNMET * content.count(True))


def _is_turned(subject: Subject, here: Span, there: Span) -> bool:
    """Does what stands before a word in one language stand after the other one in the other language?"""
    for start, place in _counterparts(subject):
        if start != here[0] and place != there[0] and (start < here[0]) != (place < there[0]):
            return True
    return False


def _counterparts(subject: Subject) -> Iterator[Span]:
    """Where persons and things, and their one counterparts, start."""
    items = subject.vi_items
    for item in subject.en_items:
        if item.kind in ("word", "name") or item.key in PERSONS:
            places = [other.start for other in items if other.key in covering(item, "en")]
            written = subject.en[item.start : item.end]
            if not places and item.kind == "name" and written in subject.vi:
                places = [subject.vi.index(written)]
            if len(places) == 1:
                yield item.start, places[0]
    for found in PLACEHOLDER.finditer(subject.en):
        if found[0] in subject.vi:
            yield found.start(), subject.vi.index(found[0])
