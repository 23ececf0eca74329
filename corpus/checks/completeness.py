"""Is everything there, and nothing else: what was left out, what was added, and pairs that have nothing in common.

Each side is a row of content words, names and values, each of which has a counterpart on the other side or not. One word
without a counterpart says nothing, for no lexicon knows every rendering. But where one side is accounted for as a whole
and the other one has several such words in a row, those say something that is only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.checks.coverage import Side, told
from corpus.checks.foreign import is_mostly_vietnamese
from corpus.checks.hedge import hedges
from corpus.checks.idiom import idioms
from corpus.checks.naming import lone_names
from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.evidence import covering
from corpus.issue import Issue
from corpus.language import is_english, word_lists
from corpus.lexicon import shipped_headword
from corpus.token import spans

HEDGE, MAY_BE_NOTE = int(Sign.HEDGE), int(Sign.NOTE)
LEAST_RUN = 2  # words in a row without a counterpart
LEAST_SYLLABLES = 4  # of an addition
LEAST_ALONE = 3  # words of a side, for it to have nothing in common with the other
MET = 3  # unrelated sentences share less than one item in so many
UNRELATED = 7.0  # nats against a pair; of some 2000 good ones that are no idioms, one in 500 has more
HARDLY_RELATED = 8.0  # and where a syllable in common, perhaps of a misspelt word, says nothing any more
SURELY_UNRELATED = 16.0  # and where a rare word in common is chance
RARE = 2.5  # nats that an English word tells which is hardly met by chance
LONGEST_HEDGED = 24  # tokens: in longer sentences a hedge may be said in many ways
SHORT = 1.3  # syllables for an English word: a translation with something left out; half of all have more
LONG = 1.6  # syllables for an English word: a translation with something added
MOST_NEW = 2  # Vietnamese words without a counterpart beside a name that was left out


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
    if against < UNRELATED or (max(en) > RARE and against < SURELY_UNRELATED):
        return
    marked = subject.vi_codes.count("v") + subject.vi_codes.count("m")
    if 2 * marked <= len(subject.vi_codes) - subject.vi_codes.count("0") or idioms().search(subject.en):
        return
    if against < HARDLY_RELATED and _share_syllables(subject):
        return
    message = "The two sides have nothing in common."
    yield Issue("misalignment", "critical", message, (0, len(subject.en)), (0, len(subject.vi)))


def _share_syllables(subject: Subject) -> bool:
    """Has a rendering of any English word a syllable that stands in the translation: "hoa quả", "hoa qủa"?"""
    light, there = word_lists()["light"], subject.vi_word_set
    keys = {key for item in subject.en_evidence.items for key in covering(item, "en")}
    return any(part in there and part not in light and len(part) > 1 for key in keys for part in key.split(" "))


# --- left out


def find_omission(subject: Subject) -> Iterator[Issue]:
    """The whole translation, or a clause, a list item or a hedge of the source, is not there."""
    if not subject.vi.strip():
        if subject.en.strip():
            yield Issue("omission", "critical", "There is no translation.", (0, len(subject.en)))
        return
    if not is_mostly_vietnamese(subject.vi_codes):
        return
    if subject.vi_evidence.tokens <= SHORT * subject.en_evidence.tokens:
        en, vi = subject.en_side, subject.vi_side
        if en.lone and any(en.is_met) and vi.lone <= en.lone:
            yield from _runs_left_out(subject, en, vi)
            yield from _list_item(subject, en)
    yield from _hedge(subject)


def _runs_left_out(subject: Subject, en: Side, vi: Side) -> Iterator[Issue]:
    for first, after in en.runs():
        if (after - first < LEAST_RUN and after < len(en.places)) or not _is_unsaid(subject, en, vi, (first, after)):
            continue
        span = _clause(subject.en, en, (first, after), spans(subject.en, "en"))
        if span is None:
            continue
        is_sentence = SENTENCE_BEFORE.search(subject.en[: span[0] + 1]) is not None and after == len(en.places)
        if (after - first >= LEAST_RUN or is_sentence) and _is_short(subject, len(subject.en[slice(*span)].split())):
            severity = "critical" if OBLIGES.search(subject.en) and "unless" in subject.en_words else "major"
            yield Issue("omission", severity, f"Not translated: {subject.en[slice(*span)].strip(' ,.')!r}.", span)
            return


def _is_unsaid(subject: Subject, en: Side, vi: Side, run: tuple[int, int]) -> bool:
    """Are the Vietnamese words without a counterpart too few to say the run, or do they say words that are not known?"""
    first, after = run
    empty = subject.en_evidence.slots[: en.places[first] if first else 0].count(None)
    if vi.lone > after - first + empty:
        return False
    unknown = sum(_is_unknown(subject, at) for at in range(en.places[first] if first else 0))
    if after < len(en.places):
        return vi.lone <= after - first - LEAST_RUN + unknown
    return vi.lone <= after - first and (vi.is_met[-1:] == (True,) or unknown > 0)


def _is_unknown(subject: Subject, at: int) -> bool:
    """Is an English token a word of content without an entry?"""
    found = spans(subject.en, "en")[at]
    word = subject.en[slice(*found)]
    return subject.en_evidence.slots[at] is None and len(word) >= LEAST_UNKNOWN and shipped_headword(word.lower()) is None


LEAST_UNKNOWN = 5  # letters of a word
SENTENCE_BEFORE = re.compile(r"\w[.!?]$")
OBLIGES = re.compile(r"\b(?:shall|must)\b")


def _clause(text: str, en: Side, run: tuple[int, int], where: Sequence[Span]) -> Span | None:
    """The clause or sentence that a run of words makes up, if it does."""
    first, after = run
    start = where[en.places[first]][0]
    end = where[en.places[after]][0] if after < len(en.places) else len(text)
    before = where[en.places[first - 1]][1] if first else 0
    opening = [found.start() for found in BREAK.finditer(text, before, start + 1)]
    if not opening and first:
        return None
    closing = [found.start() for found in BREAK.finditer(text, where[en.places[after - 1]][1], end)]
    if after < len(en.places) and not closing:
        return None
    return (opening[0] if opening else 0), (closing[0] if closing else len(text.rstrip(" .!?")))


BREAK = re.compile(
    r"[,;:–—]|\.\s|(?<!\w)(?:and|but|although|though|unless|because|while|which|who|according|after|before|until|since|if|when)(?!\w)",
    re.IGNORECASE,
)


def _is_short(subject: Subject, left_out: int) -> bool:
    """Is the translation too short to say more than the source without so many of its words?"""
    return subject.vi_evidence.tokens <= MOST_SYLLABLES * (subject.en_evidence.tokens - left_out) + 2


MOST_SYLLABLES = 1.75  # of Vietnamese for an English word


def _list_item(subject: Subject, en: Side) -> Iterator[Issue]:
    """The one thing of a list that is not there: "a passport, a photo and a form"."""
    at = en.is_met.index(False)
    if not 0 < at < len(en.places) - 1 or subject.vi.count(",") >= subject.en.count(","):
        return
    where = spans(subject.en, "en")
    start, end = where[en.places[at]]
    end = where[subject.en_evidence.ends.get(en.places[at], en.places[at] + 1) - 1][1]
    before, after = ITEM_BEFORE.search(subject.en[:start]), ITEM_AFTER.match(subject.en, end)
    if before and after:
        span = before.end(1), end
        yield Issue("omission", "major", f"Not translated: {subject.en[slice(*span)].strip()!r}.", span)


ITEM_BEFORE, ITEM_AFTER = re.compile(r"(,) (?:an? |the |some )?$"), re.compile(r",? and |, ")


def _hedge(subject: Subject) -> Iterator[Issue]:
    if not subject.en_signs & HEDGE or subject.en_evidence.tokens > LONGEST_HEDGED:
        return
    for word, stand_in in hedges():
        found = word.search(subject.en)
        if found and not stand_in.search(subject.vi):
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
    if subject.vi_evidence.tokens < LONG * subject.en_evidence.tokens:
        return
    en, vi = subject.en_side, subject.vi_side
    if vi.lone < LEAST_RUN or en.lone > 1 or not any(vi.is_met) or not (en.is_met and en.is_met[-1]):
        return
    where, text = spans(subject.vi, "vi"), subject.vi
    for first, after in vi.runs():
        if after - first < LEAST_RUN or after < len(vi.places) or not first:
            continue
        last = vi.places[first - 1]
        start = where[subject.vi_evidence.ends.get(last, last + 1) - 1][1]
        link = LINK.match(text, start)
        end = len(text.rstrip(" .!?"))
        if link and len(text[start:end].split()) >= LEAST_SYLLABLES:
            message = f"Not in the source: {text[start:end].strip(' ,')!r}."
            yield Issue("addition", "major", message, None, (start, end))


LINK = re.compile(r"[^\w]*(?:và|với|để|nhưng|vì|khi|mà|nên|do|nhằm|cùng|sau|trước|nếu|rồi|,)(?!\w)")


# --- names


def find_name_missing(subject: Subject) -> Iterator[Issue]:
    """A name of the source that the translation leaves out, with nothing in its place."""
    if CAPITAL.search(subject.vi, 1) or not CAPITAL.search(subject.en, 1):
        return
    en, vi = subject.en_side, subject.vi_side
    if not en.lone or vi.lone > MOST_NEW or not any(vi.is_met):
        return
    lone = [name for name in lone_names(subject) if not is_english(name.text.lower())]
    if not lone or not PREPOSITION.search(subject.en[: lone[0].start]) or en.lone > len(lone) + 1:
        return
    first, last = lone[0], lone[-1]
    name = subject.en[first.start : last.end]
    if WEEKDAY.search(name) or any(name in earlier for earlier, _ in subject.context):
        return
    yield Issue("name_missing", "major", f"{name!r} is not in the translation.", (first.start, last.end))


CAPITAL = re.compile("[A-ZĐÁÀÂĂÊÔƠƯÍÝ]")
WEEKDAY = re.compile(r"day(?:s|\b)|ber\b|[A-Z]{2}")
PREPOSITION = re.compile(r"\b(?:in|at|by|from|near|to|of|with|for|on|outside|around)(?: the| [A-Z]\w+)? $", re.IGNORECASE)
