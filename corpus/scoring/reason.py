"""What a feature says of a pair, in words: the words that it counted, where there are such."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.evidence import Analysis, Item, match

MOST_TOLD = 3  # words that are named


def _quoted(texts: list[str]) -> str:
    told = ", ".join(f'"{text}"' for text in dict.fromkeys(texts[:MOST_TOLD]))
    return f"{told} and {len(texts) - MOST_TOLD} more" if len(texts) > MOST_TOLD else told


def _verb(texts: list[str], one: str, more: str) -> str:
    return one if len(texts) == 1 else more


def _missing(own: Analysis, other: Analysis, kinds: tuple[str, ...]) -> list[Item]:
    found = match(own, other)
    return [item for item in found.en_missing if item.kind in kinds]


def _texts(own: Analysis, other: Analysis, *kinds: str) -> list[str]:
    return [own.text[item.start : item.end] for item in _missing(own, other, kinds)]


def _words(own: Analysis, other: Analysis) -> str:
    texts = _texts(own, other, "word") or _texts(own, other, "name") or _texts(own, other, "value")
    if not texts:
        return f"small words of the {'English' if own.language == 'en' else 'Vietnamese'} side have no counterpart"
    return f"{_quoted(texts)} {_verb(texts, 'has', 'have')} no counterpart"


def _stretch(own: Analysis, other: Analysis) -> str:
    """The longest run of items without a counterpart, as it is written."""
    missed = {item.start for item in match(own, other).en_missing}
    best: list[Item] = []
    run: list[Item] = []
    for item in own.items:
        run = [*run, item] if item.start in missed else []
        if len(run) > len(best):
            best = run
    return own.text[best[0].start : best[-1].end] if best else ""


def _values(own: Analysis, other: Analysis, language: str) -> str:
    texts = _texts(own, other, "value")
    return (
        f"{_quoted(texts)} {_verb(texts, 'is', 'are')} not stated in {language}"
        if texts
        else f"a value is not stated in {language}"
    )


def _names(own: Analysis, other: Analysis, language: str) -> str:
    texts = _texts(own, other, "name")
    return f"the {_verb(texts, 'name', 'names')} {_quoted(texts)} {_verb(texts, 'is', 'are')} not in the {language}"


def _end(analysis: Analysis) -> str:
    return " ".join(analysis.text.split()[-3:])


REASONS: Mapping[str, Callable[[Analysis, Analysis], str]] = {
    "en_foreign": lambda en, vi: "the English side is hardly English",
    "vi_foreign": lambda en, vi: "the Vietnamese side has words of another language",
    "en_strange": lambda en, vi: "the English side has foreign words",
    "english_clause": lambda en, vi: "part of the Vietnamese side is English",
    "english_run": lambda en, vi: "part of the Vietnamese side is English",
    "bare": lambda en, vi: "syllables of the Vietnamese side have lost their marks",
    "unknown": lambda en, vi: "the Vietnamese side has words that are no Vietnamese",
    "chance": lambda en, vi: "the two sides share hardly more than strange sentences do",
    "en_share": _words,
    "vi_share": lambda en, vi: _words(vi, en),
    "en_missing": _words,
    "vi_missing": lambda en, vi: _words(vi, en),
    "en_gap": lambda en, vi: f'nothing in Vietnamese for "{_stretch(en, vi)}"',
    "vi_gap": lambda en, vi: f'nothing in English for "{_stretch(vi, en)}"',
    "en_tail": lambda en, vi: f'nothing in Vietnamese for the end, "{_end(en)}"',
    "vi_tail": lambda en, vi: f'nothing in English for the end, "{_end(vi)}"',
    "en_values": lambda en, vi: _values(en, vi, "Vietnamese"),
    "vi_values": lambda en, vi: _values(vi, en, "English"),
    "en_names": lambda en, vi: _names(en, vi, "Vietnamese"),
    "vi_names": lambda en, vi: _names(vi, en, "English"),
    "short": lambda en, vi: "the Vietnamese side is shorter than usual",
    "long": lambda en, vi: "the Vietnamese side is longer than usual",
    "sentences": lambda en, vi: "the two sides have different numbers of sentences",
    "order": lambda en, vi: "the Vietnamese words hardly go together in this order",
    "broken": lambda en, vi: "halves of Vietnamese words are turned round or apart",
    "near": lambda en, vi: "Vietnamese words have wrong marks",
    "capitals": lambda en, vi: "capitals stand where nothing asks for them",
    "beginning": lambda en, vi: "the Vietnamese side begins in the middle",
    "ending": lambda en, vi: f'the Vietnamese side breaks off: "{_end(vi)}"',
    "loops": lambda en, vi: "the Vietnamese side repeats itself",
    "doubled": lambda en, vi: "a Vietnamese word stands twice",
    "stops": lambda en, vi: "full stops stand inside a sentence",
    "end_mark": lambda en, vi: "the marks at the end differ",
    "small_start": lambda en, vi: "the Vietnamese side begins with a small letter",
    "odd_signs": lambda en, vi: "spaces, brackets, quotation marks or markup are wrong",
    "all_capitals": lambda en, vi: "only the Vietnamese side is all in capitals",
}


def reason(feature: str, en: Analysis, vi: Analysis) -> str:
    """What a feature says of a pair."""
    return REASONS[feature](en, vi)
