"""What translates what: English headwords and their usual Vietnamese renderings.

The shipped lexicon is hand-written (`data/lexicon.tsv`, `docs/lexicon.md`): a headword, a tab, its renderings with the
most usual first. English words are brought to their headword by irregular forms, inflection and derivation; Vietnamese
renderings are matched as whole syllables, longest first, in either style of tone placement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.data import rows
from corpus.token import tokens


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Renderings by headword, and headwords by rendering."""

    renderings: Mapping[str, tuple[str, ...]]  # "tariff" -> ("thuế quan", "thuế"), most usual first
    headwords: Mapping[str, Sequence[str]]  # "thuế quan" -> ["tariff", "customs"]

    def __contains__(self, headword: str) -> bool:
        return headword in self.renderings

    def __len__(self) -> int:
        return len(self.renderings)


def lexicon(entries: Iterable[tuple[str, Sequence[str]]]) -> Lexicon:
    """A lexicon of the given entries; renderings are stored as `key` gives them."""
    listed = list(entries)
    looked_up = keys([text for _, translations in listed for text in translations])
    renderings: dict[str, tuple[str, ...]] = {}
    at = 0
    for headword, translations in listed:
        own = tuple(looked_up[at : at + len(translations)])
        at += len(translations)
        renderings[headword] = tuple(dict.fromkeys(renderings[headword] + own)) if headword in renderings else own
    headwords: dict[str, list[str]] = {}
    for headword, own in renderings.items():
        for rendering in own:
            known = headwords.get(rendering)
            if known is None:
                headwords[rendering] = [headword]
            elif known[-1] != headword:  # two spellings of one rendering
                known.append(headword)
    return Lexicon(renderings, headwords)


def keys(renderings: Sequence[str]) -> list[str]:
    """`key` of each, for many at once."""
    lines = old_style("\n".join(renderings).lower()).split("\n") if renderings else []
    return [line if line.replace(" ", "").isalpha() else " ".join(syllables(line)) for line in lines]


def key(rendering: str) -> str:
    """A rendering as it is looked up: its tokens in lower case and old tone style, single spaces."""
    return keys([rendering])[0]


def form(token: str) -> str:
    """A Vietnamese token as it is looked up: lower case, old tone style, an abbreviation without its stops."""
    low = token.lower()
    return old_style(low.replace(".", "") if len(low) > 1 and low[-1] == "." else low)


def syllables(text: str) -> list[str]:
    """The tokens of a Vietnamese text as they are looked up."""
    return [form(token) for token in tokens(text, "vi")]


def joined(first: Lexicon, second: Lexicon) -> Lexicon:
    """The entries of both, those of the first before those of the second."""
    renderings, headwords = dict(first.renderings), dict(first.headwords)
    for headword, listed in second.renderings.items():
        renderings[headword] = tuple(dict.fromkeys(renderings[headword] + listed)) if headword in renderings else listed
    for rendering, words in second.headwords.items():
        headwords[rendering] = list(dict.fromkeys((*headwords[rendering], *words))) if rendering in headwords else words
    return Lexicon(renderings, headwords)


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with songngu."""
    return lexicon((headword, renderings.split("; ")) for headword, renderings in rows("lexicon.tsv"))


# --- Vietnamese side

NEW_STYLE = re.compile(r"(?:(?<!q)u[ỳýỷỹỵ]|o[àáảãạèéẻẽẹ])(?!\w)")  # a mark that the old style puts on the first vowel
_NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_OLD = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_OLD_STYLE = dict(zip(_NEW.split(), _OLD.split(), strict=True))


def old_style(text: str) -> str:
    """A lower-case text with its tone marks where the old style puts them; a syllable with a coda is the same in both.

    >>> [old_style(s) for s in ("hoà", "khoẻ", "thuỷ", "quý", "hoàn", "hòa")]
    ['hòa', 'khỏe', 'thủy', 'quý', 'hoàn', 'hòa']
    """
    return NEW_STYLE.sub(lambda found: _OLD_STYLE[found[0]], text)


def new_style(syllable: str) -> str:
    """A syllable of the old style with its tone mark where the new style puts it.

    >>> new_style("hòa"), new_style("hoàn")
    ('hoà', 'hoàn')
    """
    return next((syllable[: -len(old)] + new for new, old in _OLD_STYLE.items() if syllable.endswith(old)), syllable)


# --- English side


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in rows("irregular.tsv") for form in forms.split()}


INFLECTIONS = (  # ending, what stands for it in the base form
    ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("zes", "z"), ("ves", "fe"), ("ves", "f"),
    ("es", "e"), ("es", ""), ("s", ""),
    ("ied", "y"), ("ed", "e"), ("ed", ""), ("ing", ""), ("ing", "e"), ("ying", "ie"),
    ("ier", "y"), ("iest", "y"), ("er", "e"), ("er", ""), ("est", "e"), ("est", ""),
)  # fmt: skip
DERIVATIONS = (
    ("ily", "y"), ("ally", ""), ("ly", "le"), ("ly", ""), ("iness", "y"), ("ness", ""), ("ment", ""), ("ization", "ize"),
    ("isation", "ize"), ("ation", "e"), ("ation", "ate"), ("ation", ""), ("ition", "e"), ("ion", "e"), ("ion", ""),
    ("ability", "able"), ("ibility", "ible"), ("ity", "e"), ("ity", ""), ("able", "e"), ("able", ""), ("ible", ""),
    ("ical", "ic"), ("ial", ""), ("al", "e"), ("al", ""), ("ical", "y"), ("ful", ""), ("less", ""), ("ous", ""), ("ive", "e"),
    ("ive", "ion"), ("ship", ""), ("hood", ""), ("ism", ""), ("ist", ""), ("or", "e"), ("or", ""), ("er", "e"), ("er", ""),
    ("ance", ""), ("ence", ""), ("ise", "ize"), ("ised", "ize"), ("ising", "ize"), ("yse", "yze"), ("our", "or"),
    ("re", "er"), ("ence", "ent"), ("ance", "ant"), ("cy", "t"), ("cy", "te"),
)  # fmt: skip
PREFIXES = (
    "un",
    "re",
    "non-",
    "non",
    "in",
    "im",
    "dis",
    "mis",
    "over",
    "pre",
    "co-",
    "co",
    "anti-",
    "anti",
    "sub",
    "ex-",
    "self-",
)
MIN_BASE = 3  # letters: "sing" is not "s" + ing


def _undoubled(stem: str) -> str | None:
    """The stem before a doubled consonant: stopp -> stop."""
    return stem[:-1] if len(stem) > MIN_BASE and stem[-1] == stem[-2] and stem[-1] not in "aeiouy" else None


def inflected_from(word: str) -> Iterator[str]:
    """Possible base forms of an inflected English word, likeliest first; no word list is consulted."""
    if word in _irregular():
        yield _irregular()[word]
    for ending, base in INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) + len(base) >= MIN_BASE:
            stem = word[: -len(ending)]
            undoubled = _undoubled(stem) if ending in ("ed", "ing", "er", "est") and not base else None
            if undoubled:
                yield undoubled
            yield stem + base


def derived_from(word: str) -> Iterator[str]:
    """Possible bases of a derived English word: unhappiness -> happiness, unhappy."""
    for ending, base in DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) > MIN_BASE:
            yield word[: -len(ending)] + base
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > MIN_BASE:
            yield word.removeprefix(prefix)


def headword(word: str, known: Mapping[str, object]) -> str | None:
    """The entry of `known` that a lower-case English word belongs to, or None.

    The word itself comes first, then inflection, then derivation, then the inflected form of a derived word.

    >>> headword("unresolved", {"resolve": 1}), headword("strategies", {"strategy": 1}), headword("xylem", {})
    ('resolve', 'strategy', None)
    """
    if word in known:
        return word
    bases = list(inflected_from(word))
    for candidates in (bases, derived_from(word), (second for base in bases for second in derived_from(base))):
        for candidate in candidates:
            if candidate in known:
                return candidate
    if "-" in word:
        return headword(word.rsplit("-", 1)[1], known)
    return next((base for base in derived_from_twice(word) if base in known), None)


def derived_from_twice(word: str) -> Iterator[str]:
    """Bases two steps away: nationalization -> nationalize -> national."""
    for base in derived_from(word):
        yield from derived_from(base)
        yield from inflected_from(base)


@lru_cache(maxsize=10_000)
def shipped_headword(word: str) -> str | None:
    """`headword` in the shipped lexicon."""
    return headword(word, shipped().renderings)
