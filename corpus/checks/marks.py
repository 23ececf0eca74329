"""Marks: the end of a sentence, brackets, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.issue import Issue
from corpus.lexicon import old_style, shipped
from corpus.syllable import is_syllable

# --- the end of a sentence

TAIL = re.compile(r"(?:[\s\"”’'»)\]*_]|</?\w+[^<>]*>)*$")  # what may stand after the mark that ends a sentence
CLOSINGS = "\"”’'»)]*_" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
END_MARKS = {".": "full stop", "?": "question mark", "!": "exclamation mark"}
DOTTED = re.compile(
    r"(?:^|[\s(])(?:\w\.)+$|\b(?:Inc|Ltd|Corp|Co|Jr|Sr|etc|Mr|Mrs|Ms|Dr|St|No|vs|approx|max|min|[A-Z][a-z]{2})\.$"
)
DOUBLED = re.compile(r"[,;:]{2,}|[,;:]\.|(?<![./])\.\.(?![./])|\.{4,}|!{2,}|\?{2,}|[?!][.,](?![.\d])|[。，、；：？！．]")
MARKS_IN_A_ROW = re.compile(r"[,;:.!?][,;:.!?]|[。，、；：？！．]")
EAST = str.maketrans("。，、；：？！．", ".,,;:?!.")
ASKS = re.compile(
    r"\b(?:wonder|ask|whether|if|question|why|how|who|what|when|where|which|guess|maybe)", re.IGNORECASE
)  # "I wonder if"
REQUEST = re.compile(r"\b(?:could|can|would|will) you\b", re.IGNORECASE)
ADDRESS = re.compile(r"://|www\.|@")
LEAST_WORDS = 2  # a single word is a label


def find_punctuation(subject: Subject) -> Iterator[Issue]:
    """The mark at the end of a sentence missing or of another kind, marks doubled."""
    yield from _end(subject)
    if MARKS_IN_A_ROW.search(subject.vi):
        yield from _doubled(subject)


def _last(text: str) -> int:
    """The offset after the last character that is not a quotation mark, bracket or tag."""
    end = len(text.rstrip(CLOSINGS))
    if text[end - 1 : end] != ">":
        return end
    match = TAIL.search(text)
    return match.start() if match else len(text)


def _end(subject: Subject) -> Iterator[Issue]:
    en, vi = subject.en, subject.vi
    at, here = _last(en), _last(vi)
    wanted, mark = en[at - 1 : at], vi[here - 1 : here]
    if wanted == mark:
        return
    if wanted not in END_MARKS or not here:
        if mark in END_MARKS and wanted.isalpha() and _is_label(en) and here > 1 and vi[here - 2].isalpha():
            message = f"The source has no {END_MARKS[mark]} at the end."
            start = vi.rfind(" ", 0, here) + 1
            yield Issue("punctuation", "minor", message, None, (start, here), vi[start : here - 1])
        return
    if mark in END_MARKS:
        if mark in en[: at - 1] or (wanted == "." and mark == "?" and ASKS.search(en)) or (wanted == "?" and REQUEST.search(en)):
            return  # what was said first comes last, "I wonder if", "Could you"
        message = f"The source ends with {wanted!r}, the translation with {mark!r}."
        yield Issue("punctuation", "minor", message, (at - 1, at), (here - 1, here), wanted)
    elif (mark.isalnum() or mark in ",%") and not (wanted == "." and _is_no_sentence(en[:at])):
        message = f"The {END_MARKS[wanted]} at the end is missing."
        start = vi.rfind(" ", 0, here) + 1
        if ADDRESS.search(vi, start, here):
            return  # a stop after an address is often left out, since it looks like part of it
        yield Issue("punctuation", "minor", message, (at - 1, at), (start, here), vi[start:here].rstrip(",") + wanted)


def _is_label(en: str) -> bool:
    """Is a text without an end mark a label of an interface, short and in sentence case: "Save the file"?"""
    words = en.split()
    if not 1 < len(words) <= MOST_LABEL or not en.replace(" ", "").isalpha():
        return False
    return words[0].istitle() and words[0].lower() in lists()["commands"] and all(map(str.islower, words[1:]))


MOST_LABEL = 5  # words


def _is_no_sentence(en: str) -> bool:
    """Does a text end with the stop of an abbreviation, or is it a single word?"""
    return DOTTED.search(en) is not None or len(en.split()) < LEAST_WORDS


def _doubled(subject: Subject) -> Iterator[Issue]:
    for found in DOUBLED.finditer(subject.vi):
        mark = found[0]
        if mark in subject.en:
            continue
        if mark in "。，、；：？！．":
            yield Issue("punctuation", "minor", f"{mark} is no Vietnamese mark.", None, found.span(), mark.translate(EAST))
        elif mark.startswith("...") or mark == "?!":
            yield Issue("punctuation", "minor", "There are too many dots.", None, found.span(), "...")
        else:
            yield Issue("punctuation", "minor", f"{mark!r} is one mark too many.", None, found.span())


# --- brackets

LIST_MARK = re.compile(r"(?:^|(?<=[;:,.!?]\s)|(?<=\n))\(?[\w*]{1,3}(?:[.,]\d+)*\)(?=\s|$)")  # a) 1) (iv)
SMILEY = re.compile(r"(?:^|(?<=\s))[:;=8][-']?[()]+")
INTERVAL = re.compile(r"[\[(]\s*-?[\d.]+\s*[,;]\s*-?[\d.∞]+\s*[\])]")
OPENING, CLOSING = {"(": ")", "[": "]"}, {")": "(", "]": "["}
BRACKETS = "()[]"


def find_brackets(subject: Subject) -> Iterator[Issue]:
    """One of a pair of brackets lost, or the pair around what was kept."""
    en, vi = subject.en, subject.vi
    in_en, in_vi = any(map(en.__contains__, BRACKETS)), any(map(vi.__contains__, BRACKETS))
    if not in_en and not in_vi:
        return
    odd = unpaired(vi)
    if odd and not unpaired(en):
        for at in odd:
            lost = OPENING.get(vi[at]) or CLOSING[vi[at]]
            yield Issue("brackets", "minor", f"{vi[at]!r} stands without its {lost!r}.", None, (at, at + 1))
    elif in_en and not in_vi:
        bare = list(_bare(subject))
        yield from bare or _dropped(subject)


def unpaired(text: str) -> list[int]:
    """Offsets of brackets without their partner; list marks, smileys and half-open intervals are none.

    >>> unpaired("a) AI) (x [y)"), unpaired("1) (một) [0, 1) :)")
    ([5, 10], [])
    """
    masked = text
    for pattern in (INTERVAL, SMILEY):
        masked = pattern.sub(lambda match: " " * len(match[0]), masked)
    waiting: list[int] = []
    odd: list[int] = []
    marks = [match.end() - 1 for match in LIST_MARK.finditer(masked) if "(" not in match[0]]
    for at, c in enumerate(masked):
        if c in OPENING:
            waiting.append(at)
        elif c in CLOSING:
            fits = next((i for i in reversed(waiting) if masked[i] == CLOSING[c]), None)
            if fits is not None:
                odd += [i for i in waiting if i > fits]
                waiting = [i for i in waiting if i < fits]
            elif at not in marks:
                odd.append(at)
    return sorted(odd + waiting)


REMARK = re.compile(r"(?<=\w )\(([a-z][^()\d]{3,60}|[A-Z]{2,5} [a-z][^()]{3,60})\)(?=[ ,.])")
NO_REMARK = re.compile(r"(?:and|or|with|in|on|at|of|for|to|from|by|the|a|an|i\.e|e\.g|see|also|aged?|now|then|formerly)\b")
SET_OFF = re.compile(r"[,;–—:/\-\"“”'‘’«»\[\]<>*]")  # marks that stand for brackets, or that part what stood in them
LEAST_REMARK = 2  # words of content


def _dropped(subject: Subject) -> Iterator[Issue]:
    """A remark in brackets that has become part of the sentence: each of its words is there, and no mark sets it off."""
    found = REMARK.search(subject.en)
    if found is None or NO_REMARK.match(found[1]) or SET_OFF.search(subject.vi) or subject.en.count("(") != 1:
        return
    inside = [
        met
        for item, met in zip(subject.en_evidence.items, subject.meeting.en, strict=True)
        if found.start() < item.start and item.end <= found.end() and item.kind != "function"
    ]
    if len(inside) >= LEAST_REMARK and all(inside):
        yield Issue("brackets", "minor", f"The brackets around {found[1]!r} were dropped.", found.span(), None)


BRACKETED = re.compile(r"(?<!\w)\(([A-Z][^()]{1,60})\)")


def _bare(subject: Subject) -> Iterator[Issue]:
    """What stands in brackets in English, and in Vietnamese word for word between two words."""
    for found in BRACKETED.finditer(subject.en):
        at = subject.vi.find(found[1])
        while at >= 0:
            before, after = subject.vi[:at].rstrip(" ")[-1:], subject.vi[at + len(found[1]) :].lstrip(" ")[:1]
            if before.isalnum() and (after.isalnum() or after in ".,;"):
                span = (at, at + len(found[1]))
                yield Issue("brackets", "minor", "The brackets were dropped.", found.span(), span, found[0])
                break
            at = subject.vi.find(found[1], at + 1)


# --- quotation marks

PAIRED = Sign.PAIRED

QUOTES = '"“”„«»'
LENGTH = re.compile(r"(?<=\d)\s?[\"”]|''")  # inches and seconds
ANY_QUOTE = re.compile(r"[\"“”„«»‘]|(?<!\w)'|<<|''")


def find_quotes(subject: Subject) -> Iterator[Issue]:
    """One of a pair of quotation marks lost; which style is used is free."""
    en, vi = subject.en, subject.vi
    marks = [at for at, c in enumerate(vi) if c in QUOTES] if any(map(vi.__contains__, QUOTES)) else []
    if not marks and subject.en_signs & PAIRED:
        yield from _unquoted(subject)
    if not marks or _is_paired(vi):
        return
    if not _is_paired(en):
        return  # a speech that goes on in the next paragraph, inches
    at = _lonely(vi, marks)
    yield Issue("quotes", "minor", f"The quotation mark {vi[at]} stands without its partner.", None, (at, at + 1))


QUOTED = re.compile(r"\"([^\"“”]+)\"|“([^\"“”]+)”")
BEFORE_NAME = re.compile(
    r"(?:click|tap|press|select|choose|hit|open|check|uncheck|pick|use|under|in|the|and|then|or|on|to|find|see|via|from|called|named"
    r"|labelled|labeled|marked)\s+$",
    re.IGNORECASE,
)
OF_INTERFACE = re.compile(
    r"\b(?:click|tap|press|select|choose|button|tab|menu|checkbox|box|icon|option|field|dialog|window|toolbar|settings|screen|page)",
    re.IGNORECASE,
)
SAID = re.compile(r"[,?!.][\"”]\s+(?:\w+\s+){1,3}?(?:said|says|asked|replied|added|shouted|cried|answered|whispered|explained)\b")
SAID_FIRST = re.compile(r"[,?!.][\"”]\s+(?:said|asked|replied|added|shouted|cried|answered|whispered|explained)\s+\w")
MARKED = re.compile(r"[‘’'«»*\[\]<>`_{}|–—:]|(?<![\w-])-(?![\w-])")  # marks that stand for quotation marks
REPORTED = re.compile(r"(?<!\w)(?:rằng|là|việc)(?!\w)")


def _unquoted(subject: Subject) -> Iterator[Issue]:
    """A name of an interface, or what somebody said, that has lost both its quotation marks."""
    en, vi = subject.en, subject.vi
    if MARKED.search(vi):
        return
    said = SAID.search(en) or SAID_FIRST.search(en)
    if said and en[:1] in QUOTES:
        if not REPORTED.search(vi):
            yield Issue("quotes", "minor", "The quotation marks around what is said were dropped.", (0, said.start() + 2), None)
    elif OF_INTERFACE.search(en):
        for found in QUOTED.finditer(en):
            name = found[1] or found[2]
            if name[:1].isupper() and len(name.split()) <= MOST_NAME and BEFORE_NAME.search(en, 0, found.start()):
                span = _unquoted_name(subject, name)
                if span:
                    right = f"“{vi[slice(*span)]}”" if "“" in found[0] else f'"{vi[slice(*span)]}"'
                    yield Issue("quotes", "minor", "The quotation marks were dropped.", found.span(), span, right)


MOST_NAME = 4  # words of a label


def _unquoted_name(subject: Subject, name: str) -> Span | None:
    """Where the name of a button stands in a Vietnamese sentence, translated and with one capital."""
    low = old_style(subject.vi.lower())
    for rendering in shipped().renderings.get(name.lower(), ()):
        for found in re.finditer(rf"(?<=\w ){rendering}(?!\w)", low):
            if subject.vi[found.start()].isupper() and found[0].upper() != subject.vi[slice(*found.span())]:
                return found.span()
    capitals = [
        found.span()
        for found in ONE_CAPITAL.finditer(subject.vi)
        if found[0].istitle() and found[0] not in subject.en and is_syllable(found[0])
    ]
    return capitals[0] if len(capitals) == 1 and subject.en.count('"') + subject.en.count("“") * 2 == 2 else None


ONE_CAPITAL = re.compile(r"(?<=[^\W\d_] )(?!\w*[A-ZĐ]{2})[^\W\d_]+(?= [^\W\d_A-ZĐ]|[.,;!?]|$)")


def _is_paired(text: str) -> bool:
    if sum(map(text.count, QUOTES)) % 2:
        return False
    return text.count("“") - text.count("”") in (0, text.count('"'), -text.count('"')) or "„" in text


def _lonely(text: str, marks: list[int]) -> int:
    """The mark that most likely lacks its partner: one before which no other is open, or the last that stays open."""
    waiting: list[int] = []
    for at in marks:
        opens = text[at] in "“„«" or (text[at] == '"' and not waiting)
        if opens:
            waiting.append(at)
        elif waiting:
            waiting.pop()
        else:
            return at
    return waiting[-1] if waiting else marks[-1]
