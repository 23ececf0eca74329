"""Names that the two sides of a pair do not share: another person, place or body, a misspelt name, another rank.

A name without a counterpart says little: a person may be called by a pronoun or an office. So a name is only reported
as another one where a name of the same sort stands alone on the other side as well: a Vietnamese person for a
Vietnamese person, a country for a country, a foreign name for a foreign name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.checks.readable import Span
from corpus.checks.sign import LEAST_FOREIGN, Sign, looks_foreign
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.evidence import Analysis, Item, covering, knowledge
from corpus.gazetteer import STAND_INS, Name, gazetteer
from corpus.issue import Issue
from corpus.language import is_english
from corpus.lexicon import key, old_style
from corpus.syllable import fold, is_bare_syllable, is_syllable
from corpus.token import spans
from corpus.transcription import is_transcription

WORD = re.compile(r"[^\W\d_]+")
SORTS = {
    "country": "country", "nationality": "country", "city": "city", "province": "city", "region": "region", "person": "person",
    "organisation": "body", "body": "body", "company": "company", "event": "event",
}  # fmt: skip
SURNAME, FOREIGN, MAY_DEPUTISE, GIVEN = Sign.SURNAME, Sign.FOREIGN, Sign.DEPUTY, Sign.GIVEN
KEPT_KINDS = frozenset((*SORTS, "other", "given"))  # of rows that hold names, and no offices
LONGEST_PERSON = 5  # syllables of a Vietnamese name
MOST_SLIPS = 2  # letters of a misspelt name
LEAST_MISSPELT = 4  # letters of a name that can be told although it is misspelt


FAR = 9  # letters, when it does not matter how many


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Its offsets."""
        return self.start, self.end

    @property
    def words(self) -> tuple[str, ...]:
        """Its words as they are compared."""
        return _folded_words(self.text)


@lru_cache(maxsize=1_000)
def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(fold(word.lower()) for word in WORD.findall(text))


def _folded_set(text: str) -> frozenset[str]:
    return frozenset(_folded_words(text))


@cache
def _rows() -> tuple[dict[str, list[Name]], dict[str, list[Name]]]:
    """Rows of the gazetteer by their English names and by the keys of their Vietnamese ones."""
    english: dict[str, list[Name]] = {}
    vietnamese: dict[str, list[Name]] = {}
    for row in gazetteer():
        for name in row.en:
            english.setdefault(name.lower(), []).append(row)
        for name in row.vi:
            vietnamese.setdefault(key(name), []).append(row)
    return english, vietnamese


def _sorts(rows: Iterable[Name]) -> frozenset[str]:
    return frozenset(SORTS[row.kind] for row in rows if row.kind in SORTS)


def find_name_mismatch(subject: Subject) -> Iterator[Issue]:
    """Another person, place or body, or a name that is misspelt."""
    en, vi = subject.en_evidence, subject.vi_evidence
    issues: list[Issue] = []
    if subject.vi_signs & SURNAME:
        issues += _of_persons(en, vi, subject.context)
    if subject.en_signs & GIVEN:
        issues += [issue for issue in _of_given(subject) if not _overlaps(issue, issues)]
    has_known, has_foreign = _may_hold_known(subject), bool(subject.vi_signs & FOREIGN) and _may_hold_foreign(subject)
    if has_known or has_foreign:
        lone = _lone_english(en, vi)
        if has_known and lone:
            issues += [issue for issue in _of_known(lone, en, vi) if not _overlaps(issue, issues)]
        if has_foreign:
            issues += [issue for issue in _of_foreign(lone, en, vi) if not _overlaps(issue, issues)]
    yield from issues
    yield from _of_ranks(subject)


# --- offices

DEPUTY = re.compile(
    r"\b(?:deputy|vice)[- ](?:(?:prime|foreign|finance|health|defen[cs]e|interior|justice) )?"
    r"(?:minister|premier|president|chair\w*|director|governor|mayor|head|speaker|principal|rector|commander|general)\b",
    re.IGNORECASE,
)
LOWER = re.compile(
    r"\b(?:deput\w+|vice|assistant|associate|under-?secretary|lieutenant|second|acting|sub|junior|no\. ?2|number two)\b",
    re.IGNORECASE,
)
DEPUTY_VI = re.compile(r"(?<!\w)(?:phó|thứ trưởng|cấp phó)(?!\w)", re.IGNORECASE)
OFFICES = "bộ trưởng|thủ tướng|tổng thống|chủ tịch|giám đốc|thị trưởng|thống đốc|hiệu trưởng|tư lệnh"
OFFICE_VI = re.compile(rf"(?<!\w)(?:{OFFICES}|trưởng \w+)(?!\w)", re.IGNORECASE)
DEPUTY_OFFICE_VI = re.compile(rf"(?<!\w)(?:thứ trưởng|phó (?:{OFFICES}))(?!\w)", re.IGNORECASE)


def _of_ranks(subject: Subject) -> Iterator[Issue]:
    """A deputy who became the head, or the other way round."""
    here = DEPUTY.search(subject.en) if subject.en_signs & MAY_DEPUTISE else None
    if here and not DEPUTY_VI.search(subject.vi):
        there = OFFICE_VI.search(subject.vi)
        if there:
            message = f"{here[0]!r} has become {there[0]!r}, another rank."
            yield Issue("name_mismatch", "major", message, here.span(), there.span())
    elif not here and subject.vi_signs & MAY_DEPUTISE:
        there = DEPUTY_OFFICE_VI.search(subject.vi)
        if there and not LOWER.search(subject.en):
            message = f"{there[0]!r} is a deputy, the source names none."
            yield Issue("name_mismatch", "major", message, None, there.span())


def _may_hold_known(subject: Subject) -> bool:
    """Is there a Vietnamese name of the gazetteer without a counterpart? Most pairs have none."""
    known, look_up = _known(), knowledge().covering
    names = [slot[1] for slot in subject.vi_evidence.slots if slot and slot[1] in known]
    return any(look_up(name, "vi").isdisjoint(subject.en_keys) for name in names)


@cache
def _known() -> frozenset[str]:
    return frozenset(name for name, rows in _rows()[1].items() if _sorts(rows))


def _may_hold_foreign(subject: Subject) -> bool:
    """Is there a foreign word in the translation that the source does not have?"""
    low = subject.en_lower if subject.en_lower.isascii() else fold(subject.en_lower)
    return any(word not in low for piece in subject.vi_pieces if piece.foreign for word in piece.foreign)


def _overlaps(issue: Issue, others: Iterable[Issue]) -> bool:
    return any(_meet(issue.en_span, other.en_span) or _meet(issue.vi_span, other.vi_span) for other in others)


def _meet(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


# --- names of the source without a counterpart


def lone_names(subject: Subject) -> list[Mention]:
    """Proper names of the source that the translation does not have in any form."""
    return [one for one in _lone_english(subject.en_evidence, subject.vi_evidence) if _is_proper(one)]


def name_sorts(text: str) -> frozenset[str]:
    """Is it the name of a person, place, body or company of the gazetteer? Its sorts, of `SORTS`."""
    return _sorts(_rows()[0].get(text.lower(), ()))


def _lone_english(en: Analysis, vi: Analysis) -> list[Mention]:
    """English names, part by part, that the Vietnamese side does not have in any form."""
    look_up, offered = knowledge().covering, vi.keys
    lone = [
        (at, slot[0])
        for at, slot in enumerate(en.slots)
        if slot and slot[0] in ("name", "word") and look_up(slot[1], "en").isdisjoint(offered)
    ]
    if not lone:
        return []
    there, where = _folded_set(vi.text), spans(en.text, "en")
    found = []
    for at, kind in lone:
        start, end = where[at][0], where[en.ends.get(at, at + 1) - 1][1]
        text = _plain(en.text[start:end])
        mention = Mention(text, start, start + len(text))
        is_name = kind == "name" or text.lower() in _rows()[0]
        if _is_stood_for(text, vi.text):
            continue
        if is_name and text != text.lower() and not there.issuperset(mention.words):
            found.append(mention)
    return found


def _is_stood_for(name: str, vi: str) -> bool:
    """Does the translation name what may stand for it: Nga for Moscow, Phêrô for Peter?"""
    rows = [row for row in _rows()[0].get(name.lower(), ()) if row.kind in STAND_INS]
    return bool(rows) and any(re.search(rf"(?<!\w){re.escape(other)}(?!\w)", vi) for row in rows for other in row.vi)


POSSESSIVE = re.compile(r"['’]s?$")


def _plain(text: str) -> str:
    return POSSESSIVE.sub("", text)


# --- Vietnamese persons


def _of_persons(en: Analysis, vi: Analysis, context: Sequence[tuple[str, str]]) -> Iterator[Issue]:
    """Vietnamese persons that English calls by another name."""
    if not en.text.isascii():
        yield from _other_marks(en.text, vi.text)
    there = [
        one for one in _vietnamese_persons(vi.text)
        if not _is_said(one, en.text, context) and not _is_named_place(one.text, en.text)
    ]  # fmt: skip
    if not there:
        return
    said, single = _folded_words(vi.text), {slot[1] for slot in en.slots if slot and slot[0] == "name"}
    here = [
        one for one in _english_persons(en.text)
        if not _stands_in(one.words, said) and (len(one.words) > 1 or "~" + one.words[0] in single)
    ]  # fmt: skip
    for other in there:
        if not here:
            return
        one = max(here, key=lambda name: len(set(name.words) & set(other.words)))
        here.remove(one)
        known = "person" in _sorts(_rows()[1].get(key(other.text), ()))
        right = _vietnamese_of(one.text)
        kind = "place" if _is_place(one.text, other.text) else "person"
        message = f"{one.text!r} has become {other.text!r}, another {kind}."
        yield Issue("name_mismatch", "critical" if known else "major", message, one.span, other.span, right)


def _is_named_place(name: str, en: str) -> bool:
    """Is what looks like a person, Hà Nội, a place that English names?"""
    return any(SORTS.get(row.kind) in PLACES and any(map(en.__contains__, row.en)) for row in _rows()[1].get(key(name), ()))


PLACES = ("country", "city", "region")


def _is_place(english: str, vietnamese: str) -> bool:
    """Are two Vietnamese names those of places, although they begin like a family name: Hà Giang, Đồng Tháp?"""
    sorts = _sorts(_rows()[0].get(english.lower(), ())) | _sorts(_rows()[1].get(key(vietnamese), ()))
    return "person" not in sorts and not sorts.isdisjoint(("city", "region"))


def _other_marks(en: str, vi: str) -> Iterator[Issue]:
    """Vietnamese persons whose name English writes with other marks: Nguyễn Văn Hùng, Nguyễn Văn Hưng."""
    here = [one for one in _english_persons(en) if not one.text.isascii()]
    for other in _vietnamese_persons(vi) if here else ():
        same = [one for one in here if one.words == other.words]
        if same and not any(_has_its_marks(one.text, other.text) for one in same):
            message = f"{same[0].text!r} has become {other.text!r}, which has other marks."
            yield Issue("name_mismatch", "major", message, same[0].span, other.span, same[0].text)


def _has_its_marks(english: str, vietnamese: str) -> bool:
    """Have the words that have marks in English the same ones in Vietnamese? Old and new style do not matter."""
    pairs = zip(old_style(english.lower()).split(" "), old_style(vietnamese.lower()).split(" "), strict=False)
    return all(one.isascii() or one == other for one, other in pairs)


# --- Vietnamese given names

LEAST_GIVEN = 2  # letters
# Family names that are no given names: the press abroad calls people by them, Vietnamese by the given name
FAMILIES = frozenset(
    ("nguyen", "tran", "pham", "phan", "le", "vo", "bui", "do", "ho", "ngo", "huynh", "ly", "luu", "ta", "to", "chu", "quach",
     "la", "dang", "truong", "dinh")
)  # fmt: skip
TITLE_EN = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr|Madam|Sir|Uncle|Aunt|Auntie|Brother|Sister|Grandma|Grandpa|Teacher)\.? $")
# The last syllable of what a Vietnamese person is called by or is: ông, tài xế, y tá, hướng dẫn viên
PERSONS_VI = frozenset(
    ("ông", "bà", "anh", "chị", "cô", "em", "cụ", "chú", "bác", "cậu", "thím", "dì", "mợ", "thầy", "bạn", "ngài", "bé", "cháu",
     "chàng", "nàng", "xế", "xe", "tá", "sĩ", "sỹ", "sư", "viên", "tướng", "trưởng", "đốc", "tịch", "thư", "giáo", "giả", "tân",
     "thủ", "sinh")
)  # fmt: skip
PERSON_VI = re.compile(rf"(?<!\w)(?:{'|'.join(PERSONS_VI)}) $", re.IGNORECASE)


def _of_given(subject: Subject) -> Iterator[Issue]:
    """A person who is called by the given name alone, and by another one: "Mr Dung", "anh Quang".

    Such a name is one syllable and looks like any word with a capital, so each side must have just one that the other
    does not have in any form, on the Vietnamese side after what a person is called by.
    """
    if PERSONS_VI.isdisjoint(subject.vi_word_set):
        return
    said = _folded_words(subject.vi)
    here = [one for one in _single(subject.en, TITLE_EN) if one.words[0] not in said and _may_be_given(one, subject.en)]
    if len(here) != 1:
        return
    plain = _folded_words(subject.en)
    there = [
        one
        for one in _single(subject.vi, PERSON_VI)
        if is_syllable(one.text) and one.words[0] not in plain and PERSON_VI.search(subject.vi[: one.start])
    ]
    if len(there) == 1 and not any(row.kind in ("country", "nationality") for row in _rows()[1].get(key(there[0].text), ())):
        message = f"{here[0].text!r} has become {there[0].text!r}, another person."
        yield Issue("name_mismatch", "major", message, here[0].span, there[0].span)


def _single(text: str, title: re.Pattern[str]) -> Iterator[Mention]:
    """Words with a capital that stand without another one beside them, but for a title before."""
    for run in _capital_runs(text):
        whole = text[run[0].start() : run[-1].end()]
        titled = len(run) > 1 and title.search(text[: run[-1].start()]) and key(whole) not in _rows()[1]  # Anh Quốc
        if len(run) == 1 or titled:
            yield Mention(run[-1][0], *run[-1].span())


def _may_be_given(one: Mention, en: str) -> bool:
    """May an English word be the given name of a Vietnamese: Tuan, or Dung after Mr?"""
    low = one.text.lower()
    if low in FAMILIES or len(low) < LEAST_GIVEN or not (is_syllable(one.text) or is_bare_syllable(low)):
        return False
    rows = _rows()[0].get(low, ())
    if any(row.kind == "person" for row in rows):  # Mr Xi
        return False
    return (not is_english(low) and not rows) or TITLE_EN.search(en[: one.start]) is not None


def _vietnamese_of(name: str) -> str | None:
    """The Vietnamese form of a name, where the gazetteer has just one."""
    rows = [row for row in _rows()[0].get(name.lower(), ()) if row.kind in SORTS]
    return rows[0].vi[0] if rows and all(row.vi[0] == rows[0].vi[0] for row in rows) else None


def _vietnamese_persons(text: str) -> Iterator[Mention]:
    """Runs of capitalised syllables that start with a family name."""
    for run in _capital_runs(text):
        for group in _parts(run, is_syllable):
            first = next((at for at, word in enumerate(group[:-1]) if word[0] in lists()["surnames"]), None)
            if first is not None and len(group) - first <= LONGEST_PERSON:
                start, end = group[first].start(), group[-1].end()
                yield Mention(text[start:end], start, end)


def _parts(run: Sequence[re.Match[str]], belongs: Callable[[str], bool]) -> Iterator[list[re.Match[str]]]:
    """The longest parts of a run all of whose words belong."""
    group: list[re.Match[str]] = []
    for word in run:
        if belongs(word[0]):
            group.append(word)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _english_persons(text: str) -> Iterator[Mention]:
    """Runs of capitalised words that all could be Vietnamese syllables without marks, or have them."""
    for run in _capital_runs(text):
        for group in _parts(run, lambda word: is_syllable(word) or is_bare_syllable(word.lower())):
            if len(group) > 1 or not is_english(group[0][0].lower()):
                start, end = group[0].start(), group[-1].end()
                yield Mention(text[start:end], start, end)


def _capital_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Capitalised words with a single space between them."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        if word[0][0].isupper() and not word[0][1:].isupper():
            if run and text[run[-1].end() : word.start()] != " ":
                yield run
                run = []
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stands_in(words: tuple[str, ...], text: Sequence[str]) -> bool:
    return any(tuple(text[at : at + len(words)]) == words for at in range(len(text) - len(words) + 1))


def _is_said(one: Mention, en: str, context: Sequence[tuple[str, str]]) -> bool:
    """Is a Vietnamese person named on the English side, in whole or for short, or in what stood before?"""
    here = [other.words for other in _english_persons(en)]
    if any(_is_same_person(words, one.words) for words in here):
        return True
    words = _folded_words(en)
    if _stands_in(one.words, words):
        return True
    return any(_stands_in(one.words, _folded_words(earlier)) for earlier, _ in context)


def _is_same_person(english: tuple[str, ...], vietnamese: tuple[str, ...]) -> bool:
    """Is one name the other, in another order or for short?"""
    one, other = set(english), set(vietnamese)
    if len(one) > 1 and len(other) > 1 and one != other and len(one) == len(other):
        return False
    return one <= other or other <= one


# --- names of the gazetteer


def _of_known(lone: Sequence[Mention], en: Analysis, vi: Analysis) -> Iterator[Issue]:
    """Countries, towns, bodies and companies that became other ones."""
    here = [(one, rows) for one in lone if (rows := _rows()[0].get(one.text.lower())) and not _is_part_of_another(rows, vi.text)]
    if not here:
        return
    there = list(_lone_vietnamese(en, vi))
    for one, rows in here:
        for other, other_rows in there:
            if any(row in rows for row in other_rows) or _are_numbered_alike(rows, other_rows):
                continue
            shared = _sorts(rows) & _sorts(other_rows)
            if shared or (_sorts(rows) | _sorts(other_rows) == {"body", "company"}):
                there.remove((other, other_rows))
                severity = "critical" if shared & {"country", "person"} else "major"
                right = _vietnamese_of(one.text)
                message = f"{one.text!r} has become {other.text!r}."
                yield Issue("name_mismatch", severity, message, one.span, other.span, right)
                break


def _is_part_of_another(rows: Sequence[Name], vi: str) -> bool:
    """Does a part of the Vietnamese name stand in the translation: Á of "châu Á" in "Á-Âu"?"""
    words = f" {' '.join(WORD.findall(vi))} "
    return any(f" {_from_capital(name)} " in words for row in rows for name in row.vi if name[0].islower())


def _from_capital(name: str) -> str:
    """A name without the words in lower case before it."""
    first = next((at for at, letter in enumerate(name) if letter.isupper()), 0)
    return name[first:]


def _are_numbered_alike(rows: Sequence[Name], others: Sequence[Name]) -> bool:
    """Are two events told apart by a number alone, which is a matter of numbers: World War I and II?"""
    return any(row.kind == other.kind == "event" and _stem(row) == _stem(other) for row in rows for other in others)


def _stem(row: Name) -> str:
    return row.en[0].rpartition(" ")[0]


def _lone_vietnamese(en: Analysis, vi: Analysis) -> Iterator[tuple[Mention, list[Name]]]:
    """Names of the gazetteer that English has in no form."""
    said, plain = {slot[1] for slot in en.slots if slot}, fold(en.text.lower())
    for item in vi.items:
        text = vi.text[item.start : item.end]
        if text == text.lower():
            continue
        rows = [row for row in _rows()[1].get(item.key, ()) if row.kind in SORTS]
        is_name = any(text in name for row in rows for name in row.vi)
        is_lone = covering(item, "vi").isdisjoint(said) and fold(text.lower()) not in plain
        if is_name and is_lone and not _is_said_in_words(text, en):
            yield Mention(text, item.start, item.end), rows


def _is_said_in_words(text: str, en: Analysis) -> bool:
    """Has English words for the end of the name of a body: "Judiciary" for "Ủy ban Tư pháp"?"""
    syllables = text.split(" ")
    ends = [" ".join(syllables[at:]) for at in range(1, len(syllables))]
    return any(
        not covering(Item("word", end, 0, 0), "vi").isdisjoint(en.keys)
        for end in map(key, ends)
        if end in knowledge().entries.headwords
    )


# --- foreign names


def _of_foreign(lone: Sequence[Mention], en: Analysis, vi: Analysis) -> Iterator[Issue]:
    """Foreign names that were misspelt or replaced."""
    there = _foreign(en, vi)
    if not there:
        return
    said = _folded_set(vi.text)
    names = _capitalised(en.text)
    for other in list(there):
        one = min(names, key=lambda name: _distance(name.text, other.text), default=None)
        if one and _is_misspelt(one.text, other.text):
            names.remove(one)
            there.remove(other)
            message = f"{one.text!r} is misspelt as {other.text!r}."
            yield Issue("name_mismatch", "major", message, one.span, other.span, one.text)
    unsaid = [one for one in names if one.words[0] not in said]
    groups = _grouped(there, vi.text)
    proper = [one for one in lone if _is_proper(one) and any(_meet(one.span, other.span) for other in unsaid)]
    for one in (*proper, *filter(_may_be_name, unsaid)):
        for group in groups:
            if _may_stand_for(one, group, en.text, vi.text):
                groups.remove(group)
                message = f"{one.text!r} has become {group.text!r}."
                yield Issue("name_mismatch", "major", message, one.span, group.span)
                break


def _may_be_name(one: Mention) -> bool:
    """May a capitalised word be a name, and is it no weekday, nor a word at the start of the text?"""
    rows = _rows()[0].get(one.text.lower(), ())
    return not any(row.kind in ("month", "weekday") for row in rows) and (one.start > 1 or not is_english(one.text.lower()))


def _is_proper(one: Mention) -> bool:
    """Is it a name that stays as it is, and not an office, nor a word that starts a sentence?"""
    rows = _rows()[0].get(one.text.lower())
    if rows:
        return any(row.kind in KEPT_KINDS for row in rows)
    return one.text[0].isupper() and (one.start > 0 or not is_english(one.text.lower()))


def _may_stand_for(one: Mention, other: Mention, en: str, vi: str) -> bool:
    """May a foreign name have taken the place of an English one? An acronym that of an acronym; beside a name that both
    sides have, only what stands beside it on the other side as well: a given name may be added."""
    if other.text.isupper() != one.text.isupper():
        return False
    if other.text.isupper() and not _is_foreign_acronym(other.text) and not _is_misspelt(one.text, other.text):
        return False
    if one.text.lower() not in _rows()[0] and not is_english(one.text.lower()):
        return True
    beside = {fold(word.lower()) for word in _beside(other, vi)} & _folded_set(en)
    return not beside or not beside.isdisjoint(fold(word.lower()) for word in _beside(one, en))


def _is_foreign_acronym(text: str) -> bool:
    """Is it known as a name, or does it not look like one of the many abbreviations that Vietnamese has of its own: TNCN?"""
    if text.lower() in _rows()[0] or key(text) in _rows()[1]:
        return True
    return not NOT_INITIAL.isdisjoint(text) or "A" in text[1:] or USUAL_INITIAL.isdisjoint(text)


NOT_INITIAL = frozenset("FJWZEIO")  # no or hardly a Vietnamese word of such a name begins with them
USUAL_INITIAL = frozenset("THĐQVXKLPG")


def _beside(one: Mention, text: str) -> Iterator[str]:
    """Capitalised words next to a name."""
    before, after = BEFORE.search(text[: one.start]), AFTER.match(text, one.end)
    yield from (found[1] for found in (before, after) if found)


BEFORE, AFTER = re.compile(r"(?<!\w)([A-Z]\w+)[ -]$"), re.compile(r"[ -]([A-Z]\w+)")


def _foreign(en: Analysis, vi: Analysis) -> list[Mention]:
    """Foreign words with a capital in the translation that the source does not have."""
    here, plain = _folded_set(en.text), fold(en.text.lower())
    initials = _initials(en.text)
    met = [item for item in vi.items if " " in item.key and _is_met(item, en)]
    found = []
    for word in WORD.finditer(vi.text):
        text = word[0]
        if not looks_foreign(text):
            continue
        low = fold(text.lower())
        if low in here or low in plain or _is_known_otherwise(text, en):
            continue
        if any(item.start <= word.start() < item.end for item in met):  # Zealand of New Zealand
            continue
        around = vi.text[word.start() - 1 : word.start()] + vi.text[word.end() :]
        if (text.isupper() and text in initials) or MARKED.search(around):
            continue
        if not text.isascii() and any(is_transcription(name.text, text) for name in _capitalised(en.text)):
            continue
        found.append(Mention(text, *word.span()))
    return found


def _is_met(item: Item, en: Analysis) -> bool:
    """Has English a Vietnamese name of several words, or what it may stand for?"""
    if not covering(item, "vi").isdisjoint(en.keys):
        return True
    return any(name in en.text for row in _rows()[1].get(item.key, ()) for name in row.en)


MARKED = re.compile(r"^(?:[/.]|.?[@/]|.?-[a-zà-ỹ]|.?-[^\W\d_]*[^\x00-\x7f])")  # of an address; transcribed: Mát-xcơ-va


def _capitalised(text: str) -> list[Mention]:
    words = (word for word in WORD.finditer(text) if word[0][0].isupper() and len(word[0]) >= LEAST_FOREIGN)
    return [Mention(word[0], *word.span()) for word in words]


def _initials(text: str) -> str:
    return "".join(word[0] for word in WORD.findall(text) if word[0].isupper())


def _is_known_otherwise(text: str, en: Analysis) -> bool:
    """Is a Vietnamese word the rendering of something in the source: "Brussels" of Belgium's capital?"""
    if not covering(Item("name", "~" + fold(text.lower()), 0, 0), "vi").isdisjoint(en.keys):
        return True
    form = key(text)
    if form in knowledge().entries.headwords and not covering(Item("word", form, 0, 0), "vi").isdisjoint(en.keys):
        return True
    return any(name.lower() in en.text.lower() for row in _rows()[1].get(form, ()) for name in row.en)


def _grouped(found: Sequence[Mention], text: str) -> list[Mention]:
    """Words side by side as one name; a word beside one that the source has is a part of that name, and left out."""
    groups: list[Mention] = []
    for one in found:
        if groups and text[groups[-1].end : one.start] == " ":
            groups[-1] = Mention(text[groups[-1].start : one.end], groups[-1].start, one.end)
        else:
            groups.append(one)
    return groups


VARIANT = re.compile(  # Slavs, Mexican
    r"(\w{3,})(?:(?<!s)s|y|n|an|ic|ns|i|ish|ese) \1(?:[aoyes]|)$|(\w{3,}[^s]) \2s$|(\w{3,}y) \3y$"
)


def _is_misspelt(right: str, written: str) -> bool:
    if len(right) < LEAST_MISSPELT or right[0].isupper() != written[0].isupper():
        return False
    if VARIANT.match(f"{right} {written}") or (right.isascii() and not written.isascii()):
        return False
    return _distance(right, written) <= (1 if len(right) == LEAST_MISSPELT else MOST_SLIPS)


@lru_cache(maxsize=10_000)
def _distance(one: str, other: str) -> int:
    """Letters to be added, taken away, changed or swapped."""
    a, b = fold(one.lower()), fold(other.lower())
    if abs(len(a) - len(b)) > MOST_SLIPS:
        return FAR
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, candidate in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != candidate))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == candidate:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
