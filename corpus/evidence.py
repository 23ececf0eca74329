"""The evidence of a sentence: what its translation has to carry over, and what it offers to carry over the other side.

One analysis serves alignment, score and checks alike. An *item* is a word with an entry in the lexicon, a name or a
quantity. A *key* is what can stand for an item of the other language: a rendering found in a Vietnamese sentence, a
headword found in an English one, a value, a name folded to plain letters. What is known of a token is found out once
for each distinct token, so that a corpus costs little more than its vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, compress, islice, pairwise, repeat
from sys import intern
from typing import NamedTuple, TypeVar

from corpus.data import tables
from corpus.gazetteer import STAND_INS, gazetteer
from corpus.language import word_lists
from corpus.lexicon import Lexicon, headword, joined, keys, lexicon, shipped
from corpus.lexicon import form as vietnamese_form
from corpus.memory import Memory
from corpus.phrases import Followers, Phrases
from corpus.quantity import GRAMMARS
from corpus.syllable import fold, is_syllable
from corpus.token import spans, tokens
from corpus.value import CONVERTIBLE, Quantity, Reading, is_converted

Found = TypeVar("Found")

MOST_WORDS_KNOWN = 10_000  # distinct tokens, and pieces, remembered of each language, and as many that were met before
MOST_PIECES_KNOWN = 12_000
MOST_PAIRS_KNOWN = 1_000
MOST_SENTENCES_KNOWN = 2_000  # the same sentence is asked for more than once: by alignment, score and checks; some 10 MB
BLOCK = 500  # sentences analysed together
NAMED_QUANTITIES = frozenset(("month", "weekday"))  # as good as digits, in words
NUMBER_WORDS = frozenset(
    chain.from_iterable(tables("quantities.toml")["en"][name] for name in ("small", "teen", "tens", "hundred", "scale"))
)
LEAST_NAME = 2  # letters of a name that tells anything
CLAUSE_ENDS = frozenset(".?!:…;")
TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "st", "sen", "rep", "gov", "tp", "ths", "ts", "gs")
)


@dataclass(frozen=True, slots=True)
class Item:
    """Something a translation has to carry over."""

    kind: str  # word, function, name or value
    key: str  # headword, rendering, "~" and a folded name, "=" and the keys of a value
    start: int  # offset in the sentence
    end: int


class Analysis(NamedTuple):
    """A sentence as evidence. Picklable; the same text gives the same analysis."""

    text: str  # NFC
    language: str  # en or vi
    slots: list[tuple[str, str] | None]  # for each token: kind and key of the item that starts there
    ends: dict[int, int]  # the token after the last, of items of several tokens, by their first
    keys: AbstractSet[str]  # what this side offers
    quantities: list[Quantity]  # places count tokens

    @property
    def tokens(self) -> int:
        """Number of words or syllables, and marks."""
        return len(self.slots)

    @property
    def types(self) -> list[tuple[str, str]]:
        """Kind and key of each item, in order of their places."""
        return [item for item in self.slots if item]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items with their offsets."""
        where = spans(self.text, self.language)
        return tuple(
            Item(item[0], item[1], where[at][0], where[self.ends.get(at, at + 1) - 1][1])
            for at, item in enumerate(self.slots)
            if item
        )


class Meeting(NamedTuple):
    """Two sentences face to face: has each of their items, in order, a counterpart on the other side?"""

    en: list[bool]
    vi: list[bool]


@dataclass(frozen=True, slots=True)
class _Token:
    """What is known of a distinct token."""

    token: str  # as it stands in a text
    written: str  # without 's and the stops of U.S.
    form: str  # as it is looked for in entries of several words
    keys: tuple[str, ...]  # what it offers
    inside: tuple[str, str] | None  # its item inside a sentence
    first: tuple[str, str] | None  # its item at the start of one, where a capital says nothing


class _Piece(NamedTuple):
    """What is known of what stands between two spaces: columns with a cell for each of its tokens."""

    known: tuple[_Token, ...]
    letters: str  # in the grammar of quantities
    forms: tuple[str, ...]
    keys: tuple[str, ...]  # what they offer, all together
    slots: tuple[tuple[str, str] | None, ...]  # their items inside a sentence
    follows: tuple[Followers, ...]  # what may go on in a phrase that starts with each
    begins: bool  # may a name of several words start here?
    ends: int  # marks that end a clause


NO_PIECE = _Piece((), "", (), (), (), (), False, 0)


class Knowledge:
    """A lexicon and the gazetteer, ready to analyse sentences with."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words  # without the names: what inflected words are brought to
        names = lexicon((name, row.vi) for row in gazetteer() if row.kind not in STAND_INS for name in row.en)
        self.entries = joined(words, names)
        self._tokens = _memories(self._token, MOST_WORDS_KNOWN)
        self._singles = _memories(self._single, MOST_WORDS_KNOWN)
        self._pieces = _memories(self._split, MOST_PIECES_KNOWN)
        self._covering = _memories(self._covers, MOST_WORDS_KNOWN)
        self._met: dict[tuple[str, str], Meeting] = {}
        self._analysed: dict[tuple[str, str], Analysis] = {}

    @property
    def english_words(self) -> Mapping[str, _Token]:
        """What is known of English tokens; any token may be asked for."""
        return self._tokens["en"]

    @cached_property
    def _persons(self) -> frozenset[str]:
        rows = [row for row in gazetteer() if row.kind == "person"]
        return frozenset(chain(*[row.en for row in rows], keys(list(chain(*[row.vi for row in rows])))))

    @cached_property
    def _english_phrases(self) -> Phrases:
        return Phrases((self._form(name), name) for name in self.words.renderings if not name.isalpha())

    @cached_property
    def _english_names(self) -> Phrases:
        names = [name for name in self.entries.renderings if name[0].isupper() and not name.isalpha()]
        return Phrases((_as_tokens(name), name) for name in names)

    @cached_property
    def _names_in_capitals(self) -> Phrases:
        """Names by their title-case form: in a heading in capitals small words cannot be told."""
        names = [name for name in self.entries.renderings if name[0].isupper() and " " in name]
        return Phrases((_as_tokens(name.title()), name) for name in names)

    @cached_property
    def _vietnamese_phrases(self) -> Phrases:
        return Phrases((name, name) for name in self.entries.headwords)

    @cached_property
    def _as_written(self) -> frozenset[str]:
        """Entries of several words of which one is inflected: they are not found by their base forms alone."""
        return frozenset(name for name in self.words.renderings if not name.isalpha() and self._form(name) != _spaced(name))

    def _form(self, phrase: str) -> str:
        return " ".join(self._tokens["en"][token].form for token in tokens(phrase, "en"))

    def english_token(self, token: str) -> _Token:
        """What is known of an English token; "'s" is no part of a word."""
        written = _without_possessive(token)
        low = written.lower()
        base = headword(_without_not(low), self.words.renderings)
        folded = "~" + fold(low)
        keys = (folded, base) if base else (folded,)
        capital = written[:1].isupper()
        word = ((_kind(base, _english_function_words()), base) if base else None) if low[0].isalpha() else None
        if written in self.entries.renderings and capital:  # a name of one word
            name = ("name", written)
            first = word if written.lower() in self.words else name
            return _Token(token, written, base or low, (*keys, written), name, first)
        if capital and len(written) >= LEAST_NAME:
            return _Token(token, written, base or low, keys, ("name", folded), word or ("name", folded))
        return _Token(token, written, base or low, keys, word, word)

    def vietnamese_token(self, token: str) -> _Token:
        """What is known of a Vietnamese token."""
        form = vietnamese_form(token)
        capital = token[0].isupper()
        legal = token[0].isdigit() or not token[0].isalpha() or is_syllable(token)
        folded = "~" + fold(form)
        is_name = (capital or not legal) and len(token) >= LEAST_NAME
        headwords = self.entries.headwords.get(form)
        word = (_kind(form, word_lists()["vi_function"]), form) if headwords else None
        name = ("name", folded) if is_name else None
        keys = ((form,) if headwords else ()) + ((folded,) if capital or not legal else ())
        inside = word if word and (not capital or _is_name(headwords or ())) else name
        return _Token(token, token, form, keys, inside, word or (None if legal else name))

    def analyse(self, text: str, language: str) -> Analysis:
        """The evidence of one sentence (NFC); `language` is "en" or "vi"."""
        return self._analysed.get((text, language)) or self.analyse_all([text], language)[0]

    def analyse_all(self, texts: Sequence[str], language: str) -> list[Analysis]:
        """The evidence of many sentences of one language: the same, and about twice as quick.

        What was asked for lately is remembered.
        """
        known = self._analysed
        found = {text: known[text, language] for text in texts if (text, language) in known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        for at in range(0, len(new), BLOCK):
            block = self._block(new[at : at + BLOCK], language)
            found.update(zip(new[at : at + BLOCK], block, strict=True))
            if len(known) > MOST_SENTENCES_KNOWN:  # half is kept: the other side of the pairs at hand is in it
                for oldest in list(islice(known, MOST_SENTENCES_KNOWN // 2)):
                    del known[oldest]
            known.update({(one.text, language): one for one in block})
        return [found[text] for text in texts]

    def forget(self) -> None:
        """Analyse anew what was analysed before: for measuring."""
        self._analysed.clear()
        self._met.clear()

    def _token(self, token: str, language: str) -> _Token:
        return self.english_token(token) if language == "en" else self.vietnamese_token(token)

    def _single(self, token: str, language: str) -> _Piece:
        return self._piece([token], language)

    def _split(self, piece: str, language: str) -> _Piece:
        """What is known of a piece; those that differ in marks alone are one."""
        found = tokens(piece, language)
        return self._singles[language][found[0]] if len(found) == 1 else self._piece(found, language)

    def _piece(self, found: Sequence[str], language: str) -> _Piece:
        """What is known of a list of tokens."""
        known = tuple(map(self._tokens[language].__getitem__, found))
        phrases = self._english_phrases if language == "en" else self._vietnamese_phrases
        return _Piece(
            known,
            intern("".join(map(GRAMMARS[language].letter, found))),
            tuple([token.form for token in known]),
            known[0].keys if len(known) == 1 else tuple(chain.from_iterable([token.keys for token in known])),
            tuple([token.inside for token in known]),
            tuple([phrases.follows(token.form) for token in known]),
            language == "en" and any(self._english_names.follows(token.written) for token in known),
            sum([token in CLAUSE_ENDS for token in found]),
        )

    def _block(self, texts: Sequence[str], language: str) -> list[Analysis]:
        """What several sentences say, each by what is known of its pieces: what stands between spaces.

        No token holds a space, nor looks beyond one. Step by step for all sentences, so that each step finds its tables in
        the cache of the processor.
        """
        look_up = self._pieces[language].__getitem__
        lines = [list(map(look_up, text.split())) for text in texts]
        if language == "en":
            for at in [at for at, text in enumerate(texts) if text.isupper()]:
                lines[at] = [self._piece(self._in_title_case(tokens(texts[at], "en")), "en")]
        slots = [list(chain.from_iterable([piece.slots for piece in line])) for line in lines]
        offered = [set(chain.from_iterable([piece.keys for piece in line])) for line in lines]
        for text, line, own in zip(texts, lines, slots, strict=True):
            _begin(text, line, own)
        ends: list[dict[int, int]] = [{} for _ in texts]
        quantities = _quantities(lines, language)
        for at, found in enumerate(quantities):
            if found:
                _add_quantities(found, language, slots[at], ends[at], offered[at])
        phrases = self._vietnamese_phrases if language == "vi" else self._english_phrases
        hits = [
            phrases.found(
                list(chain.from_iterable([piece.forms for piece in line])),
                list(chain.from_iterable([piece.follows for piece in line])),
            )
            for line in lines
        ]
        if language == "en":
            hits = [self._with_names(text, line, own) for text, line, own in zip(texts, lines, hits, strict=True)]
        for at, listed in enumerate(hits):
            if listed:
                self._add_phrases(listed, language, slots[at], ends[at])
                offered[at].update([name for _, _, name in listed])
        return list(map(Analysis, texts, repeat(language), slots, ends, offered, quantities))

    def _with_names(self, text: str, line: list[_Piece], hits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """The English phrases that stand as they are written ("used to" is not "use to"), and the names."""
        hits = [hit for hit in hits if hit[2] not in self._as_written or _stands(line, hit)]
        if text.isupper() or self._may_hold_names(line):
            names = self._names_in_capitals if text.isupper() else self._english_names
            written = [token.written for token in _tokens(line)]
            hits = sorted(hits + names.found(written, list(map(names.follows, written))))
        return hits

    def _may_hold_names(self, line: list[_Piece]) -> bool:
        """May a name of several words stand in a sentence? Most words that begin one stand without the second."""
        follows = self._english_names.follows
        return any(
            one.begins and (len(one.known) > 1 or not other.known or other.known[0].written in follows(one.known[0].written))
            for one, other in pairwise((*line, NO_PIECE))
        )

    def _in_title_case(self, line: list[str]) -> list[str]:
        """The tokens of a heading in capitals."""
        return [token if token in self.entries.renderings else token.title() for token in line]

    def _add_phrases(
        self, found: list[tuple[int, int, str]], language: str, slots: list[tuple[str, str] | None], ends: dict[int, int]
    ) -> None:
        """The longest phrase at a place is the item there; what begins inside it is none."""
        function = _english_function_words() if language == "en" else word_lists()["vi_function"]
        taken = 0
        longest = len(found) - 1
        for number, (at, end, name) in enumerate(found):
            if at < taken or (number < longest and found[number + 1][0] == at):
                continue
            own = slots[at]
            if own is not None and own[0] == "value":
                continue
            slots[at:end] = [None] * (end - at)
            slots[at] = ("name" if name[0].isupper() else "function" if name in function else "word", name)
            ends[at] = taken = end

    def covering(self, name: str, language: str) -> frozenset[str]:
        """The keys of the other side that would cover an item, by its key, of a sentence in `language`."""
        return self._covering[language][name]

    def meet(self, en: Analysis, vi: Analysis) -> Meeting:
        """Which items of two sentences have a counterpart. The pairs met last are remembered: score and checks both ask."""
        pair = (en.text, vi.text)
        found = self._met.get(pair)
        if found is None:
            if len(self._met) >= MOST_PAIRS_KNOWN:
                self._met.clear()
            found = self._met[pair] = Meeting(self._met_by(en, vi.keys), self._met_by(vi, en.keys))
            if en.quantities and vi.quantities:
                _meet_converted(en, vi, found.en)
                _meet_converted(vi, en, found.vi)
        return found

    def _met_by(self, own: Analysis, keys: AbstractSet[str]) -> list[bool]:
        look_up = self._covering[own.language].__getitem__
        return [not covers.isdisjoint(keys) for covers in map(look_up, [slot[1] for slot in own.slots if slot])]

    def _covers(self, name: str, language: str) -> frozenset[str]:
        if name[0] == "=":
            return frozenset(name.split("|"))
        if language == "vi":
            if name[0] == "~":
                return frozenset(_with_either_apostrophe(name))
            headwords = self.entries.headwords[name]
            return frozenset((*headwords, *self._short_forms(name)))
        if name[0] == "~":  # a capital may be that of a word in a title
            base = headword(name[1:], self.words.renderings)
            return frozenset((*_with_either_apostrophe(name), *(self.entries.renderings[base] if base else ())))
        found = self.entries.renderings[name]
        own = ("~" + fold(name.lower()),) if name[0].isupper() else ()
        return frozenset((*found, *own, *self._short_forms(name)))

    def _short_forms(self, name: str) -> tuple[str, ...]:
        """What a person may be called for short, folded: the last part of the name."""
        return ("~" + fold(name.rsplit(" ", 1)[-1].lower()),) if name in self._persons else ()


def _memories(find: Callable[[str, str], Found], room: int) -> dict[str, Memory[str, Found]]:
    """What is found out about texts of each language."""

    def of(language: str) -> Memory[str, Found]:
        return Memory(lambda key: find(key, language), room)

    return {"en": of("en"), "vi": of("vi")}


def _meet_converted(own: Analysis, other: Analysis, met: list[bool]) -> None:
    """A measure meets what it is in another unit: 26.2 miles, 42,195 km; but not in brackets. `met` is changed."""
    for quantity in own.quantities:
        if quantity.kind not in CONVERTIBLE and not (quantity.kind == "money" and len(quantity.readings) > 1):  # pounds
            continue
        at = quantity.start - own.slots[: quantity.start].count(None)
        if own.slots[quantity.start] and not met[at]:
            found = [one for one in other.quantities if is_converted(quantity, one)]
            if any(other.text[max(spans(other.text, other.language)[one.start][0] - 1, 0)] not in BRACKETS for one in found):
                met[at] = True


BRACKETS = frozenset("([")  # before the same measure once more


def _tokens(line: Iterable[_Piece]) -> list[_Token]:
    """What is known of the tokens of a sentence."""
    return list(chain.from_iterable([piece.known for piece in line]))


def _stands(line: Iterable[_Piece], hit: tuple[int, int, str]) -> bool:
    """Does a phrase stand in a sentence as it is written in the lexicon?"""
    return " ".join([token.written.lower() for token in _tokens(line)[hit[0] : hit[1]]]) == _spaced(hit[2])


def _begin(text: str, line: Sequence[_Piece], slots: list[tuple[str, str] | None]) -> None:
    """Give the tokens at the start of a sentence or clause the items that they are there."""
    if text.isupper():
        slots[:] = [token.first for token in _tokens(line)]
        return
    if not slots:
        return
    first = next(piece for piece in line if piece.known)
    slots[0] = first.known[0].first
    ends = sum([piece.ends for piece in line])
    if ends and not (ends == 1 and line[-1].ends and line[-1].known[-1].token in CLAUSE_ENDS):  # mostly there is one, at the end
        known = _tokens(line)
        for start in _starts([token.token for token in known]):
            slots[start] = known[start].first


def _quantities(lines: Sequence[Sequence[_Piece]], language: str) -> list[list[Quantity]]:
    """The quantities of each sentence; most have none."""
    grammar = GRAMMARS[language]
    letters = ["".join([piece.letters for piece in line]) for line in lines]
    return [
        grammar.read([token.token for token in _tokens(line)], own) if grammar.may_start(own) else []
        for line, own in zip(lines, letters, strict=True)
    ]


def _add_quantities(
    found: Sequence[Quantity],
    language: str,
    slots: list[tuple[str, str] | None],
    ends: dict[int, int],
    offered: set[str],
) -> None:
    """Quantities in digits, months and weekdays take the place of their words; English number words are no items.

    Vietnamese ones are: "một" and "ba" are more than numbers.
    """
    for quantity in found:
        keys = _value_keys(quantity.readings if quantity.foreign is None else (*quantity.readings, quantity.foreign))
        offered.update(keys)
        if quantity.in_digits or quantity.kind in NAMED_QUANTITIES:
            slots[quantity.start : quantity.end] = [None] * (quantity.end - quantity.start)
            slots[quantity.start] = ("value", "|".join(keys))
            ends[quantity.start] = quantity.end
        elif language == "en":
            for at in range(quantity.start, quantity.end):
                own = slots[at]
                if own is not None and own[1] in NUMBER_WORDS:
                    slots[at] = None


@lru_cache(maxsize=5_000)
def _value_keys(readings: tuple[Reading, ...]) -> tuple[str, ...]:
    """The keys of a quantity: of its readings, and of the bare number."""
    keys: dict[str, None] = {}
    for reading in readings:
        keys["=" + reading.key] = None
        if reading.value:
            keys["=" + reading.bare] = None
    return tuple(keys)


def _as_tokens(name: str) -> str:
    """A name as its tokens stand in a text, without 's."""
    if name.replace(" ", "").isalpha():
        return name
    return " ".join([_without_possessive(token) for token in tokens(name, "en")])


def _spaced(name: str) -> str:
    """An entry as its tokens stand in a text."""
    return " ".join(tokens(name, "en")).lower()


def _starts(found: Sequence[str]) -> list[int]:
    """Where a sentence or a clause after a colon begins."""
    if CLAUSE_ENDS.isdisjoint(found[:-1]):
        return [0] if found else []
    ends = [at for at, token in enumerate(found[:-1]) if token in CLAUSE_ENDS]
    return [0, *(at + 1 for at in ends if not (at and found[at - 1].lower() in TITLES))]


def _without_possessive(token: str) -> str:
    if token[-1] in "sS" and token[-2:-1] in ("'", "’"):
        return token[:-2]
    if token[-1] == "." and len(token) > 1:  # U.S.
        return token.replace(".", "")
    return token


def _without_not(low: str) -> str:
    return low[:-3] if low.endswith(("n't", "n’t")) else low.replace("’", "'")


def _with_either_apostrophe(name: str) -> tuple[str, ...]:
    return (name, name.replace("’", "'"), name.replace("'", "’")) if "’" in name or "'" in name else (name,)


def _kind(name: str, function: AbstractSet[str]) -> str:
    return "function" if name in function else "word"


@cache
def _english_function_words() -> frozenset[str]:
    lists = word_lists()
    return lists["en_distinctive"] | lists["en_shared"] | {"not", "be", "have", "do", "will", "can", "would", "may", "shall"}


def _is_name(headwords: Iterable[str]) -> bool:
    """Is a rendering that of a name of the gazetteer: Mỹ, Nga?"""
    return any(word[0].isupper() for word in headwords)


@cache
def shipped_knowledge() -> Knowledge:
    """What comes with songngu."""
    return Knowledge(shipped())


_CURRENT: ContextVar[Knowledge | None] = ContextVar("knowledge", default=None)


def knowledge() -> Knowledge:
    """What sentences are analysed with: the shipped knowledge, or what `using` has put in its place."""
    return _CURRENT.get() or shipped_knowledge()


@contextmanager
def using(words: Lexicon) -> Iterator[None]:
    """Analyse with the shipped lexicon and the user's own entries, as long as the block lasts."""
    token = _CURRENT.set(Knowledge(joined(shipped(), words)))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def analyse(text: str, language: str) -> Analysis:
    """The evidence of one sentence (NFC); `language` is "en" or "vi"."""
    return knowledge().analyse(text, language)


def analyse_all(texts: Sequence[str], language: str) -> list[Analysis]:
    """The evidence of many sentences (NFC) of one language."""
    return knowledge().analyse_all(texts, language)


def covering(item: Item, language: str) -> frozenset[str]:
    """The keys of the other side that would cover an item of a sentence in `language`."""
    return knowledge().covering(item.key, language)


def meet(en: Analysis, vi: Analysis) -> Meeting:
    """Which items of an English and a Vietnamese sentence have a counterpart."""
    return knowledge().meet(en, vi)


def unknown_words(side: Analysis) -> tuple[Item, ...]:
    """The words of a sentence that the lexicon does not know, as items of the kind "unknown": no evidence at all."""
    where = spans(side.text, side.language)
    known = {at for start, item in enumerate(side.slots) if item for at in range(start, side.ends.get(start, start + 1))}
    known.update(chain.from_iterable([range(quantity.start, quantity.end) for quantity in side.quantities]))
    function = _english_function_words() if side.language == "en" else word_lists()["vi_function"]
    words = [(side.text[start:end].lower(), start, end) for at, (start, end) in enumerate(where) if at not in known]
    return tuple(Item("unknown", word, start, end) for word, start, end in words if word[0].isalpha() and word not in function)


@dataclass(frozen=True, slots=True)
class Match:
    """What a pair of sentences shares and what each side has alone."""

    en_matched: tuple[Item, ...]
    en_missing: tuple[Item, ...]  # English items without a counterpart in the Vietnamese sentence
    vi_matched: tuple[Item, ...]
    vi_missing: tuple[Item, ...]


def match(en: Analysis, vi: Analysis) -> Match:
    """Compare the evidence of an English and a Vietnamese sentence."""
    parts: list[tuple[Item, ...]] = []
    for side, other in ((en, vi), (vi, en)):  # the first is English, unless a caller looks at a pair from the other side
        items, met = side.items, knowledge()._met_by(side, other.keys)
        parts.append(tuple(compress(items, met)))
        parts.append(tuple(item for item, is_met in zip(items, met, strict=True) if not is_met))
    return Match(parts[0], parts[1], parts[2], parts[3])
