"""Learning what translates what from the user's own pairs: IBM model 1 on what occurs together.

Words are the base forms of the English side, and Vietnamese syllables with those that belong together joined. Links that
are no more frequent than chance would have them are left out before the first round, which makes a round quick and
keeps the table small; a null word takes what nothing explains. Source: Brown et al. 1993, The Mathematics of
Statistical Machine Translation (model 1); Dice 1945 for what belongs together.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import UnreadableInput
from corpus.evidence import knowledge
from corpus.lexicon import Lexicon, lexicon
from corpus.lexicon import form as vietnamese_form
from corpus.token import tokens

if TYPE_CHECKING:
    import polars as pl

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

ROUNDS = 5
LONGEST = 80  # words of a side; longer sentences tell little for their cost
LEAST_TOGETHER = 2  # sentences in which two words must meet
LEAST_JOINED = 4  # times that two syllables must follow each other to be joined
JOINED_DICE = 0.3
LINK_LIFT = 2.0  # how much oftener than chance two words meet
LEAST_PROBABILITY = 0.12  # of a rendering that is kept
LEAST_EXPLAINED = 1.5  # sentences in which it is expected to be the rendering
MOST_RENDERINGS = 5
BLOCK = 20_000  # pairs whose links are laid out at once: some 250 MB
NULL = 0.02  # share of a Vietnamese word that nothing explains, before the first round


@dataclass(frozen=True, slots=True)
class Sentences:
    """Word numbers of all sentences of one language, one after another."""

    words: Integers
    first: Integers  # where each sentence starts; one more than there are sentences
    names: list[str]  # by number

    def frequency(self) -> Integers:
        """In how many sentences each word stands."""
        return np.bincount(self.words, minlength=len(self.names))


def train(pairs: Sequence[tuple[str, str]], rounds: int = ROUNDS) -> pl.DataFrame:
    """Learn a table from pairs of English and Vietnamese sentences.

    Columns: `en` (base form), `vi` (as the lexicon looks it up), `probability` of the Vietnamese word given the English
    one, `count` of sentences in which both stand; most probable first, at most five for a word.
    """
    import polars as pl  # noqa: PLC0415 - a quarter of a second that other commands need not pay

    en, vi, links = laid_out(pairs)
    probability = expectation_maximisation(en, vi, links, rounds)
    table = pl.DataFrame(
        {
            "en": pl.Series([en.names[at] for at in links.en], dtype=pl.String),
            "vi": pl.Series([vi.names[at] for at in links.vi], dtype=pl.String),
            "probability": probability,
            "count": links.together,
        }
    )
    return (
        table.filter(pl.col("probability") >= LEAST_PROBABILITY, pl.col("probability") * pl.col("count") >= LEAST_EXPLAINED)
        .sort(["en", "probability", "vi"], descending=[False, True, False])
        .group_by("en", maintain_order=True)
        .head(MOST_RENDERINGS)
    )


def laid_out(pairs: Sequence[tuple[str, str]]) -> tuple[Sentences, Sentences, Links]:
    """The words of both sides, and what may translate what."""
    en = _numbered([_english(text) for text, _ in pairs])
    vi = _numbered(_joined([_vietnamese(text) for _, text in pairs]))
    return en, vi, _links(en, vi)


def _english(text: str) -> list[str]:
    """Base forms of the words of an English sentence, each once."""
    words = knowledge().english_words
    found = [words[token].form for token in tokens(unicodedata.normalize("NFC", text), "en") if token[0].isalpha()]
    return list(dict.fromkeys(found))[:LONGEST]


def _vietnamese(text: str) -> list[str]:
    """Syllables of a Vietnamese sentence as they are looked up; an empty one where a mark parts them."""
    found = tokens(unicodedata.normalize("NFC", text), "vi")
    return [vietnamese_form(token) if token[0].isalpha() else "" for token in found][: 2 * LONGEST]


def _joined(sentences: list[list[str]]) -> list[list[str]]:
    """Join syllables that belong together, by what they do in all sentences; each word once."""
    single = Counter(chain.from_iterable(sentences))
    double = Counter(chain.from_iterable(map(pairwise, sentences)))
    known = {
        pair
        for pair, count in double.items()
        if count >= LEAST_JOINED and all(pair) and 2 * count >= JOINED_DICE * (single[pair[0]] + single[pair[1]])
    }
    entries = knowledge().entries.headwords
    known |= {pair for pair, count in double.items() if " ".join(pair) in entries}
    return [list(dict.fromkeys(_in_twos(syllables, known)))[:LONGEST] for syllables in sentences]


def _in_twos(syllables: list[str], known: set[tuple[str, str]]) -> Iterable[str]:
    at = 0
    while at < len(syllables):
        if at + 1 < len(syllables) and (syllables[at], syllables[at + 1]) in known:
            yield f"{syllables[at]} {syllables[at + 1]}"
            at += 2
        else:
            if syllables[at]:
                yield syllables[at]
            at += 1


def _numbered(sentences: list[list[str]]) -> Sentences:
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(word, len(numbers)) for sentence in sentences for word in sentence]
    first = np.cumsum([0, *map(len, sentences)])
    return Sentences(np.array(words, dtype=np.int64), first.astype(np.int64), list(numbers))


@dataclass(frozen=True, slots=True)
class Links:
    """The pairs of words that may translate each other, sorted by `key`."""

    en: Integers
    vi: Integers
    key: Integers  # en * number of Vietnamese words + vi
    together: Integers  # sentences in which both stand


def _cells(en: Sentences, vi: Sentences, first: int, last: int) -> tuple[Integers, Integers]:
    """Places of all meetings of an English and a Vietnamese word in the pairs `first` to `last`: in both word lists."""
    wide = (vi.first[1:] - vi.first[:-1])[first:last]
    high = (en.first[1:] - en.first[:-1])[first:last]
    row = np.arange(en.first[first], en.first[last])
    repeats = np.repeat(wide, high)
    en_at = np.repeat(row, repeats)
    begin = np.repeat(np.cumsum(repeats) - repeats, repeats)
    vi_at = np.repeat(np.repeat(vi.first[first:last], high), repeats) + np.arange(len(en_at)) - begin
    return en_at, vi_at


def _blocks(count: int) -> Iterable[tuple[int, int]]:
    return ((at, min(at + BLOCK, count)) for at in range(0, count, BLOCK))


def _links(en: Sentences, vi: Sentences) -> Links:
    """Count what meets in a sentence, and keep what meets oftener than chance would have it."""
    width, count = len(vi.names), len(en.first) - 1
    keys, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for first, last in _blocks(count):
        en_at, vi_at = _cells(en, vi, first, last)
        block, times = np.unique(en.words[en_at] * width + vi.words[vi_at], return_counts=True)
        keys, where = np.unique(np.concatenate([keys, block]), return_inverse=True)
        counts = np.bincount(where, np.concatenate([counts, times]), len(keys)).astype(np.int64)
    of_en, of_vi = np.divmod(keys, max(width, 1))
    expected = en.frequency()[of_en] * vi.frequency()[of_vi] / max(count, 1)
    kept = (counts >= LEAST_TOGETHER) & (counts >= LINK_LIFT * expected)
    return Links(of_en[kept], of_vi[kept], keys[kept], counts[kept])


def expectation_maximisation(en: Sentences, vi: Sentences, links: Links, rounds: int) -> Floats:
    """Probability of each link, after some rounds."""
    if not len(links.key):
        return np.empty(0)
    width, count = len(vi.names), len(en.first) - 1
    cells: list[tuple[Integers, Integers]] = []  # of each block: link, and place of the Vietnamese word
    for first, last in _blocks(count):
        en_at, vi_at = _cells(en, vi, first, last)
        found = np.searchsorted(links.key, key := en.words[en_at] * width + vi.words[vi_at])
        found = np.minimum(found, len(links.key) - 1)
        is_link = links.key[found] == key
        cells.append((found[is_link], vi_at[is_link]))
    share = 1.0 / np.maximum(np.bincount(links.en, minlength=len(en.names)), 1)
    probability: Floats = share[links.en]
    for _ in range(rounds):
        expected = np.zeros(len(links.key))
        for link, place in cells:
            weight = probability[link]
            whole = np.bincount(place, weight, len(vi.words)) + NULL
            expected += np.bincount(link, weight / whole[place], len(links.key))
        of_word = np.maximum(en.frequency(), np.bincount(links.en, expected, len(en.names)))
        probability = expected / of_word[links.en]
    return probability


def read_lexicon(path: Path) -> Lexicon:
    """The user's own entries: a table that `train` has made, or a TSV with a headword and its renderings a line.

    Raises `UnreadableInput`.
    """
    if not path.is_file():
        raise UnreadableInput(
            str(path), "no such lexicon", "learn one with songngu learn, or write a TSV: headword, tab, renderings"
        )
    if path.suffix == ".parquet":
        return _from_table(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UnreadableInput(str(path), "not UTF-8", "save it as UTF-8") from None
    return lexicon(_entries(path, lines))


def _entries(path: Path, lines: list[str]) -> Iterable[tuple[str, list[str]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        headword, tab, renderings = unicodedata.normalize("NFC", line).partition("\t")
        listed = [text.strip() for text in renderings.split(";") if text.strip()]
        if not (tab and headword.strip() and listed):
            raise UnreadableInput(
                f"{path}:{number}", "no entry", "write a headword, a tab and renderings with semicolons between"
            )
        yield headword.strip(), listed


def _from_table(path: Path) -> Lexicon:
    import polars as pl  # noqa: PLC0415

    try:
        table = pl.read_parquet(path, columns=["en", "vi", "probability"]).sort("en", "probability", descending=[False, True])
    except (pl.exceptions.PolarsError, OSError):
        raise UnreadableInput(str(path), "not a table that songngu learn has made", "learn it again") from None
    return lexicon((en, [vi]) for en, vi, _ in table.iter_rows())
