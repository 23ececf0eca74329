"""The columns of a table in which the two texts are: by their names, or by what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.language import detect
from exports.header import NAMES, SIDES, candidates, header_places, side_of

SAMPLE = 200  # rows that tell what the columns hold
MOST_COLUMNS = 30  # that are looked at for the texts
LEAST = 3  # texts that have to agree on something
MOSTLY = 4  # times as many texts
LANGUAGES = {"en": "English", "vi": "Vietnamese", "other": "another language", "mixed": "both languages"}
NOTHING: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table are read, and what a person should know about that."""

    places: Mapping[str, int]  # by the names of `COLUMNS`, 0-based
    is_named: bool  # is the first row one of names?
    notes: tuple[str, ...] = ()


def columns_of(sample: Sequence[Sequence[str]]) -> Columns:
    """The columns of a table that begins with these rows.

    Without names they are the first two, or those that are in the two languages where the first two are not.
    """
    named = header_places(sample[0])
    rows = [row for row in (sample[1:] if named else sample) if any(cell.strip() for cell in row)]
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    counts = {at: _languages(rows, at) for at in (range(width) if not named else (named[side] for side in SIDES))}
    places = named or _by_language(counts, len(rows))
    notes = [*_doubts(sample[0], counts, places, is_named=bool(named))]
    if not named and _looks_like_names(rows, places):
        shown = ", ".join(repr(cell.strip()[:30]) for cell in rows[0])
        notes.append(f"the first line is read as a pair and looks like names of columns ({shown}); call these en and vi")
    return Columns(places, bool(named), tuple(notes))


def _languages(rows: Sequence[Sequence[str]], at: int) -> Counter[str]:
    """How many texts of a column are in which language, where that can be told."""
    return Counter(guess.language for guess in detect(row[at] for row in rows if len(row) > at) if guess.decided)


def _by_language(counts: Mapping[int, Counter[str]], rows: int) -> dict[str, int]:
    """The first two columns, by their languages; or two others, if one of the first has no text in its language."""
    first, second = (counts.get(at, NOTHING) for at in (0, 1))
    swapped = first["vi"] + second["en"] > first["en"] + second["vi"]
    places = {"en": 1, "vi": 0} if swapped else {"en": 0, "vi": 1}
    if all(counts.get(at, NOTHING)[side] for side, at in places.items()):
        return places
    en, vi = (max(counts, key=lambda at: counts[at][side], default=0) for side in SIDES)
    sure = all(counts.get(at, NOTHING)[side] >= max(LEAST, rows / 2) for at, side in ((en, "en"), (vi, "vi")))
    return {"en": en, "vi": vi} if sure and en != vi else places


def _doubts(
    first: Sequence[str], counts: Mapping[int, Counter[str]], places: Mapping[str, int], *, is_named: bool
) -> Iterator[str]:
    """What makes it doubtful that these are the columns: several that may be meant, others than the first two, their texts."""
    taken = ", ".join(f"{_title(first, places[side], is_named)} as {LANGUAGES[side]}" for side in SIDES)
    names = [cell.strip() for cell in first]
    if is_named and any(name.lower() not in NAMES[side] for side, name in ((side, names[places[side]]) for side in SIDES)):
        if any(len(candidates(names, side)) > 1 for side in SIDES):
            yield f"several columns may be meant; read are {taken}; call these two en and vi"
    elif not is_named and max(places["en"], places["vi"]) > 1:
        yield f"the first line names no columns; read are {taken}, by their texts"
    for side in SIDES:
        found = counts.get(places[side], NOTHING)
        others = {language: count for language, count in found.items() if language != side and language in LANGUAGES}
        if others and (most := max(others.values())) >= LEAST and most > MOSTLY * found[side]:
            column, language = _title(first, places[side], is_named), LANGUAGES[max(others, key=others.__getitem__)]
            yield f"{column} is read as {LANGUAGES[side]} and is in {language}; call the right columns en and vi"


def _title(first: Sequence[str], at: int, is_named: bool) -> str:
    return f"column {at + 1} ({first[at].strip()[:30]!r})" if is_named else f"column {at + 1}"


SENTENCE = 4  # words of a text that is no name


def _looks_like_names(rows: Sequence[Sequence[str]], places: Mapping[str, int]) -> bool:
    """Is the first row one of names that are not known: short, over sentences, and not in the languages of its columns?"""
    texts = [(row[places["en"]].strip(), row[places["vi"]].strip()) for row in rows if len(row) > max(places.values())]
    if len(texts) <= LEAST or any(not text or len(text.split()) >= SENTENCE or text[-1] in ".!?…:" for text in texts[0]):
        return False
    if median(len(text.split()) for both in texts[1:] for text in both) < SENTENCE:
        return False
    english, vietnamese = texts[0]
    if sum(bool(side_of(text)[0]) for text in texts[0]) == 1:  # one of them is known
        return True
    bare_en, bare_vi = (sum(both[at].isascii() for both in texts[1:]) for at in (0, 1))
    rest = len(texts) - 1
    return (vietnamese.isascii() and 2 * bare_vi < rest) or (not english.isascii() and 2 * bare_en > rest)
