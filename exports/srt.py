"""SRT, bilingual subtitles: a cue is a pair, English above Vietnamese; it is shown when its text was spoken.

Only pairs that were aligned from subtitles know their times. Two files of one language each are a document, which
`corpus.read` reads and `aligners.align` pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from corpus.errors import UnreadableInput
from corpus.language import detect
from corpus.pair import Pair, kind_of
from corpus.readers.subtitles import cues, unstyled
from exports.files import text_lines, writing
from exports.intake import Intake
from exports.text import one_line

SAMPLE = 200  # cues that tell which language stands above
STYLED = "style of a subtitle removed"
NO_TIME = "pair without a time"
ONE_SIDE = "pair with an empty side"
OTHER_CUES = "subtitle that is not one line above another"
Cue = tuple[tuple[int, int], list[tuple[int, str]]]  # from when to when in ms; number and text of each line


def stamp(time: int) -> str:
    """Milliseconds as SRT writes a time.

    >>> stamp(3_723_004)
    '01:02:03,004'
    """
    seconds, fraction = divmod(time, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{fraction:03}"


def write_srt(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write pairs as bilingual subtitles; gives back what was changed and left out.

    Raises `UnreadableInput` where no pair has a time.
    """
    changes: Counter[str] = Counter()
    number = 0
    with writing(path) as out:
        for pair in pairs:
            en, vi = _line(pair.en, changes), _line(pair.vi, changes)
            if not (en and vi):
                changes[ONE_SIDE] += 1
            elif not pair.span:
                changes[NO_TIME] += 1
            else:
                number += 1
                out.write(f"{number}\n{stamp(pair.span[0])} --> {stamp(pair.span[1])}\n{en}\n{vi}\n\n")
        if changes[NO_TIME] and not number:
            remedy = "align two files of subtitles to get some: songngu align film.en.srt film.vi.srt -o film.srt"
            raise UnreadableInput(str(path), "no pair has a time at which it is shown", remedy)
    return +changes


def _line(text: str, changes: Counter[str]) -> str:
    """A text on one line without what players take for styles."""
    line = one_line(text, changes)
    bare = unstyled(line)
    changes[STYLED] += bare != line
    return bare


def read_srt(path: Path) -> Intake:
    """Pairs of bilingual subtitles, either language above. Raises `UnreadableInput`."""
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    found = (
        (span, [(number, bare) for number, text in lines if (bare := unstyled(text))]) for span, lines in cues(text_lines(path))
    )
    sample = list(islice(found, SAMPLE))
    below = _english_is_below(sample, str(path))
    two = False
    for span, lines in chain(sample, found):
        if len(lines) != 2:
            left_out[OTHER_CUES] += 1
            continue
        two = True
        en, vi = (lines[1], lines[0]) if below else (lines[0], lines[1])
        yield Pair(en[1], vi[1], None, kind_of(en[1], vi[1]), line=min(en[0], vi[0]), span=span)
    if not two:
        what = "no subtitle has one line above another" if sample else "there are no subtitles in it"
        remedy = "give bilingual subtitles, or align two files: songngu align film.en.srt film.vi.srt"
        raise UnreadableInput(str(path), what, remedy)


def _bare(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return [(number, bare) for number, text in lines if (bare := unstyled(text))]


LEAST_SAME = 2  # subtitles with both lines in one language; one may be a name, or be so by chance


def _english_is_below(sample: Sequence[Cue], name: str) -> bool:
    """Does Vietnamese stand above? Raises `UnreadableInput` where both lines are in one language."""
    above, below = (detect(lines[at][1] for _, lines in sample if len(lines) == 2) for at in (0, 1))
    found = Counter((a.language, b.language) for a, b in zip(above, below, strict=True) if a.decided and b.decided)
    same = found["en", "en"] + found["vi", "vi"]
    if same >= LEAST_SAME and same > found["en", "vi"] + found["vi", "en"]:
        remedy = "align it with the subtitles in the other one: songngu align film.en.srt film.vi.srt"
        raise UnreadableInput(name, "the subtitles are in one language", remedy)
    return found["vi", "en"] > found["en", "vi"]
