"""Is everything there, and nothing else: what was left out, what was added, and pairs that have nothing in common.

Each side is a row of content words, names and values, each of which has a counterpart on the other side or not. One word
without a counterpart says nothing, for no lexicon knows every rendering. But where one side is accounted for as a whole
and the other one has several such words in a row, those say something that is only there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpus.checks.coverage import told
from corpus.checks.hedge import hedges
from corpus.checks.idiom import idioms
from corpus.checks.segment import segment_alone
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.evidence import covering
from corpus.issue import Issue
from corpus.language import word_lists
from corpus.token import spans

HEDGE, MAY_BE_NOTE = Sign.HEDGE, Sign.NOTE
LEAST_RUN = 2  # words in a row without a counterpart
LEAST_SYLLABLES = 4  # of an addition
LEAST_ALONE = 3  # words of a side, for it to have nothing in common with the other
MET = 3  # unrelated sentences share less than one item in so many
UNRELATED = 7.0  # nats against a pair; of some 2000 good ones that are no idioms, one in 500 has more
HARDLY_RELATED = 8.0  # and where a syllable in common, perhaps of a misspelt word, says nothing any more
SURELY_UNRELATED = 13.0  # and where a rare word in common is chance
FEW = 10  # words of content of both sides, beside which one of amount counts
RARE = 2.5  # nats that an English word tells which is hardly met by chance
LONGEST_HEDGED = 24  # tokens: in longer sentences a hedge may be said in many ways
SHORT = 1.2  # syllables for an English word: a translation with something left out; two of three have more
LISTED = 1.4  # and one with an item of a list left out
LONG = 1.6  # a translation with something added; one of five has more


# --- nothing in common


def find_misalignment(subject: Subject) -> Iterator[Issue]:
    """Two sides that are no translations of each other."""
    met = subject.meeting
    if MET * (sum(met.en) + sum(met.vi)) > len(met.en) + len(met.vi):
        return
    sizes = len(subject.en_side.places), len(subject.vi_side.places)
    if min(sizes) < LEAST_RUN or sum(sizes) < 2 * LEAST_ALONE + (min(sizes) < LEAST_ALONE):
        return
    en = told(subject.en_evidence, met.en, subject.vi_evidence.tokens)
    against = -sum(en) - sum(told(subject.vi_evidence, met.vi, subject.en_evidence.tokens))
    rare = any(weight > RARE and item[0] != "function" for item, weight in zip(subject.en_evidence.types, en, strict=True))
    if against < UNRELATED or (rare and against < SURELY_UNRELATED):
        return
    if not _is_vietnamese(subject) or idioms().search(subject.en):
        return
    if against < HARDLY_RELATED and _share_syllables(subject):
        return
    if sum(sizes) < FEW and subject.may_hold_amounts and any(issue.en_span and issue.vi_span for issue in subject.amount_issues):
        return  # a date that became another
    message = "The two sides have nothing in common."
    yield Issue("misalignment", "critical", message, (0, len(subject.en)), (0, len(subject.vi)))


def _is_vietnamese(subject: Subject) -> bool:
    """Is half of the words Vietnamese, with marks? Short texts may lack the function words that make it sure."""
    codes = subject.vi_codes
    return bool(codes) and 2 * (codes.count("v") + codes.count("m")) >= len(codes) - codes.count("0") - codes.count("-")


def _share_syllables(subject: Subject) -> bool:
    """Has a rendering of any English word a syllable that stands in the translation: "hoa quả", "hoa qủa"?"""
    light, there = word_lists()["light"], subject.vi_word_set
    keys = {key for item in subject.en_evidence.items if item.kind == "word" for key in covering(item, "en")}
    return any(part in there and part not in light and len(part) > 1 for key in keys for part in key.split(" "))


# --- left out


def find_omission(subject: Subject) -> Iterator[Issue]:
    """The whole translation, or a clause, a list item or a hedge of the source, is not there."""
    if not subject.vi.strip():
        if subject.en.strip():
            yield Issue("omission", "critical", "There is no translation.", (0, len(subject.en)))
        return
    if not _is_vietnamese(subject) or not subject.en.strip():
        return
    own, other = subject.en_evidence, subject.vi_evidence
    met, met_there = subject.meeting
    span = None
    if other.tokens <= SHORT * own.tokens and met.count(False) >= LEAST_RUN and any(subject.en_side.is_met):
        span = segment_alone(own, met, other, met_there)
    if span and subject.en[slice(*span)].strip(" ,.") not in subject.vi:  # what was left in English is told as such
        severity = "critical" if OBLIGES.search(subject.en) and "unless" in subject.en_words else "major"
        yield Issue("omission", severity, f"Not translated: {subject.en[slice(*span)].strip(' ,.')!r}.", span)
    elif "," in subject.en and other.tokens <= LISTED * own.tokens:
        yield from _list_item(subject)
    yield from _hedge(subject)


OBLIGES = re.compile(r"\b(?:shall|must)\b")


def _list_item(subject: Subject) -> Iterator[Issue]:
    """The one thing of a list that is not there: "a passport, a photo and a form" is three things, "A và B" is two."""
    found = list(ITEM.finditer(subject.en)) if " and " in subject.en or " or " in subject.en else ()
    if not found or LISTED_OTHERWISE.search(subject.vi) or len(JOINTS_VI.findall(subject.vi)) >= len(JOINTS.findall(subject.en)):
        return
    en, where = subject.en_side, spans(subject.en, "en")
    starts = [where[at][0] for at in en.places]
    gone = []
    for item in found:
        first, after = bisect_left(starts, item.start()), bisect_left(starts, item.end())
        is_gone = first < after and not any(en.is_met[first:after])
        if is_gone and first and en.is_met[first - 1] and not CAPITAL.search(item[0]):
            gone.append(item)
    if len(gone) == 1:
        yield Issue("omission", "major", f"Not translated: {gone[0][0]!r}.", gone[0].span())


_WORDS = r"\w+(?: \w+){0,2}"
ITEM = re.compile(
    rf"(?<=\w, )(?:an? |the |some |your |his |her |their |our |its )?{_WORDS}"
    rf"(?=(?:,? (?:and|or) (?!then\b|so\b)|, {_WORDS},? (?:and|or) ))"
)
JOINTS, JOINTS_VI = re.compile(r", and |, or |, | and | or "), re.compile(r",|(?<!\w)(?:và|hoặc|hay|cùng|lẫn|kèm|rồi)(?!\w)")
LISTED_OTHERWISE = re.compile(r"[;/+&:]| - ")
CAPITAL = re.compile("[A-ZĐÁÀÂĂÊÔƠƯÍÝ]")


def _hedge(subject: Subject) -> Iterator[Issue]:
    if not subject.en_signs & HEDGE or subject.en_evidence.tokens > LONGEST_HEDGED:
        return
    if subject.en[:1].islower():  # part of a sentence: "shoes that may get muddy"
        return
    for hedge in hedges():
        found = hedge.word.search(subject.en)
        if found and not hedge.stand_in.search(subject.vi) and not (hedge.otherwise and hedge.otherwise.search(subject.en)):
            message = f"{found[0]!r} is not translated: the translation is surer than the source."
            yield Issue("omission", "major", message, found.span())


# --- added

NOTE = re.compile(
    r"^\W*(?:(?:dưới|sau)? ?đây là (?:bản|phần|câu) dịch[^:]*:|bản dịch(?: tiếng việt)?:|translation:|here is the [^:]*:"
    r"|(?:tất nhiên|chắc chắn rồi|vâng|được rồi)[!,.][^:]*dịch[^:]*:)"
    r"|[(\[]\s*(?:(?:ghi chú|chú thích|lời)(?: của)? (?:người dịch|dịch giả)|n\.?d\.?\s*[:.])[^)\]]*[)\]]"
    r"|(?:ghi chú|chú thích|lưu ý)(?: của)? người dịch:.*|hy vọng bản dịch này.*",
    re.IGNORECASE,
)


def find_addition(subject: Subject) -> Iterator[Issue]:
    """What the translation says and the source does not: notes, boilerplate, a clause of its own."""
    found = NOTE.search(subject.vi) if subject.vi_signs & MAY_BE_NOTE else None
    if found and "translat" not in subject.en_lower:
        yield Issue("addition", "major", f"Not part of the text: {found[0].strip()!r}.", None, found.span(), "")
        return
    if not subject.en.strip():
        if subject.vi.strip():
            yield Issue("addition", "major", "There is no source for this text.", None, (0, len(subject.vi)))
        return
    own, other = subject.vi_evidence, subject.en_evidence
    if own.tokens < LONG * other.tokens:
        return
    met_there, met = subject.meeting
    if met.count(False) >= LEAST_RUN and (span := segment_alone(own, met, other, met_there)):
        text = subject.vi[slice(*span)].strip(" ,.")
        if len(text.split()) >= LEAST_SYLLABLES and subject.vi.count(text) == 1:  # a repetition is told as such
            yield Issue("addition", "major", f"Not in the source: {text!r}.", None, span)
