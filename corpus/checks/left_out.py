"""A name of the source that the translation leaves out, with nothing in its place.

Good translations leave out parts of names (given names, "of Arizona") and say names by a pronoun, an office or a
description. So only a name of which no part is there counts, beside a translation that has no word that could stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress
from operator import not_

from corpus.checks.idiom import idioms
from corpus.checks.naming import Mention, lone_names, name_sorts
from corpus.checks.subject import Subject
from corpus.evidence import knowledge
from corpus.issue import Issue
from corpus.language import is_english
from corpus.syllable import fold

WORD = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LEAST_SHARED = 4  # letters of a name that a word of the translation may go back to: Macedonians, Macedonia
MOST_NEW, MOST_NEW_IN_LIST = 3, 6  # Vietnamese words without a counterpart
MOST_MISSED = 9  # and small ones with them
MOST_LOST = 2  # other English ones
FEAST = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Holi|Birth)days?|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Day|Eve|Year|Christmas|Easter|Tet|Tết|Ramadan|Halloween|Thanksgiving|Diwali|Hanukkah|Lent|Games|Cup|League|Bluetooth|Internet|God|Lord|Earth|Moon|Sun|Inc|Ltd|Co"
    r"|Corp|St|Mt|Street|Road|Avenue|District|Ward|Delta|English|Mon|Tue|Wed|Thu|Fri|Sat)\b|^[A-Z]{1,5}s?$|\d"
)
CONTRACTION = re.compile(r"^I$|['’](?:m|ve|ll|re|d|t)$")
SITE = re.compile(  # a word that makes the ones before it a name
    r"\w (?:Hospital|University|College|Airport|Station|Bridge|School|Church|Cathedral|Pagoda|Temple|Park|Museum|River|Lake"
    r"|Island|Beach|Bay|Hotel|Stadium|Market|Square|Palace|Tower|Theatre|Theater|Hall|Prison|Harbou?r|Port|Valley|Province|Village)$"
)
# what may stand for a person, unless a name follows: "ông Vogel"; and for a place or a body
PERSON = re.compile(
    r"(?<!\w)(?:(?:ông|bà|anh|chị|cô|cậu|em|bác|chú|họ|hắn|nàng|chàng)(?! [A-ZĐÀ-Ỹ])|nó|mình|người này|nhân vật|tác giả)(?!\w)"
)
THING = re.compile(
    r"(?<!\w)(?:(?:nước|hãng|công ty|tập đoàn|thành phố|tỉnh|nơi|quốc gia|nhà|vị|tổ chức|cơ quan|đội|đảo|vùng|khu vực)(?: \w+)?"
    r" (?:này|đó|ấy|kia|trên)|nơi đây|ở đây|tại đây|đất nước|thủ đô|trong nước|quê nhà|địa phương|hai bên|cả hai|chủ nhà)(?!\w)",
)
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Madam|Aunt|Uncle|Grandma|Grandpa)\b")
BESIDE_CODE = ("@", "/", "#", "_", "<", "{", "[", "(", '"', "'", "“", "‘")
HONORIFIC = r"(?: (?:the|Mr|Mrs|Ms|Miss|Dr|Prof)\.?)?"
BESIDE_BEFORE = re.compile(rf"([^\W\d_]+)(?:,? (?:and|or|&)|(,)){HONORIFIC} $")
BESIDE_AFTER = re.compile(rf"(?:,|,? (?:and|or|&)){HONORIFIC} ([^\W\d_]+)")
BEFORE = re.compile(
    r"\b(?:in|at|by|from|near|to|of|with|for|outside|around|via|through|between|about|against|and|or|than|into|towards?|across"
    r"|visit|visits|visited|visiting|contact|tell|ask|join|call|meet|met|meets|thank|copy|email|see|like|called|named)"
    r"(?: (?:the|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Aunt|Uncle)\.?)* $",
    re.IGNORECASE,
)


def find_name_missing(subject: Subject) -> Iterator[Issue]:
    """A name of the source that the translation leaves out, with nothing in its place."""
    if not _may_lack_name(subject):
        return
    en, vi = subject.en_side, subject.vi_side
    if vi.lone > MOST_NEW_IN_LIST or not any(vi.is_met) or subject.en.isupper():
        return
    names = [run for run in _lone_runs(subject) if _is_name(subject, run)]
    if not names:
        return
    if _is_heading(subject.en) or _has_strange_name(subject):
        return
    few = vi.lone <= MOST_NEW and en.lone <= MOST_LOST + sum(len(WORD.findall(name.text)) for name in names)
    for name in names:
        if _is_in_list(subject, name) or (few and BEFORE.search(subject.en, 0, name.start) and not _may_be_said(subject, name)):
            if not idioms().search(subject.en):
                yield Issue("name_missing", "major", f"{name.text!r} is not in the translation.", name.span)
            return


def _may_lack_name(subject: Subject) -> bool:
    """Is there an English name without a counterpart? Most pairs have none."""
    met = subject.meeting
    if met.vi.count(False) > MOST_MISSED:
        return False
    alone = compress(filter(None, subject.en_evidence.slots), map(not_, met.en))
    return any(kind == "name" and "'" not in key and not _has_rendering(key) for kind, key in alone)


def _lone_runs(subject: Subject) -> Iterator[Mention]:
    """Capitalised words in a row, all without a counterpart: parts of a name that is there are not missing."""
    lone = lone_names(subject)
    if not lone:
        return
    text = subject.en
    run: list[re.Match[str]] = []
    for word in (*NAME.finditer(text), None):
        if word and word[0][0].isupper() and (not run or text[run[-1].end() : word.start()] in (" ", "-")):
            run.append(word)
            continue
        if run:
            if len(run) > 1 and is_english(run[0][0].lower()) and BEGINS.search(text, 0, run[0].start()):
                run.pop(0)  # "Call Mr Tan"
            while len(run) > 1 and TITLED.fullmatch(run[0][0]):
                run.pop(0)
            start, end = run[0].start(), run[-1].end()
            words = [part for part in run if any(one.start < part.end() and part.start() < one.end for one in lone)]
            if len(words) == len(run):
                yield Mention(re.sub(r"['’]s?$", "", text[start:end]), start, end)
        run = [word] if word and word[0][0].isupper() else []


def _is_name(subject: Subject, name: Mention) -> bool:
    """Is it surely a name, and not in the translation in any form, nor in what stood before?"""
    text, low = name.text, fold(name.text.lower())
    if FEAST.search(text) or CONTRACTION.search(text) or any(text in earlier for earlier, _ in subject.context):
        return False
    if not name_sorts(text):
        if " " not in text and BEGINS.search(subject.en, 0, name.start):
            return False  # the capital of a first word says nothing
        if not SITE.search(text) and all(
            is_english(word.lower()) or _has_rendering("~" + fold(word.lower())) for word in WORD.findall(text)
        ):
            return False
    if subject.en[name.start - 1 : name.start] in BESIDE_CODE or subject.en[name.end : name.end + 1] in BESIDE_CODE:
        return False
    if name_sorts(text):
        return True
    return not any(fold(word).startswith(low[:LEAST_SHARED]) for word in subject.vi_plain_words)


def _has_rendering(key: str) -> bool:
    """Is a word with a capital one of the lexicon?"""
    return key[0] == "~" and any(cover[0] != "~" for cover in knowledge().covering(key, "en"))


def _is_heading(text: str) -> bool:
    """Has a text the capitals of a title?"""
    words: list[str] = WORD.findall(text)
    capitals = [word for word in words[1:] if word[0].isupper() and is_english(word.lower()) and not TITLED.fullmatch(word)]
    return 3 * len(capitals) >= len(words)


def _has_strange_name(subject: Subject) -> bool:
    """Has the translation a name, or a word with a capital, that may stand for the one that seems left out?"""
    said = {fold(word.lower()) for word in WORD.findall(subject.en)}
    vi, met = subject.vi, [(item.start, item.end) for item in compress(subject.vi_evidence.items, subject.meeting.vi)]
    names = {item.start for item in subject.vi_evidence.items if item.kind == "name"}
    for word in WORD.finditer(vi):
        start = word.start()
        if not word[0][0].isupper() or fold(word[0].lower()) in said or any(first <= start < end for first, end in met):
            continue
        if start in names or not BEGINS.search(vi, 0, start):
            return True
    return False


BEGINS = re.compile(r"(?:^|[.!?:])[ \"'“‘(]*$")


def _is_in_list(subject: Subject, name: Mention) -> bool:
    """Does another name stand beside it, in a list, that the translation has?"""
    before, after = BESIDE_BEFORE.search(subject.en, 0, name.start), BESIDE_AFTER.match(subject.en, name.end)
    if before and before[2] and not after:  # "Paris, France": the country of a town is often left out
        before = None
    beside = [found[1] for found in (before, after) if found]
    there = {fold(word) for word in subject.vi_plain_words}
    met = {subject.en[item.start : item.end] for item in compress(subject.en_evidence.items, subject.meeting.en)}
    return any(word[0].isupper() and (fold(word.lower()) in there or any(word in one.split() for one in met)) for word in beside)


def _may_be_said(subject: Subject, name: Mention) -> bool:
    """Has the translation a pronoun or a description that may stand for a name?"""
    met = [(item.start, item.end) for item in compress(subject.vi_evidence.items, subject.meeting.vi)]
    is_thing = SITE.search(name.text) or name_sorts(name.text) - {"person"}
    return any(
        not any(start <= found.start() < end for start, end in met)
        for pattern in ((THING,) if is_thing else (PERSON, THING))
        for found in pattern.finditer(subject.vi)
    )
