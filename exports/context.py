"""What came before a pair in its document: the context that a check may look at."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from corpus.pair import Pair
from exports.judge import Texts, Unit

NEAR = 30  # pairs: as far back as a name given before or a form of address is remembered
REMEMBERED = 10_000  # texts of a document whose translation is remembered wherever they stood


@dataclass(slots=True)
class _Memory:
    """Earlier pairs of one document: the last ones, and the first of each text."""

    near: deque[Texts] = field(default_factory=lambda: deque(maxlen=NEAR))
    first: OrderedDict[str, Texts] = field(default_factory=OrderedDict)

    def context(self, pair: Pair) -> tuple[Texts, ...]:
        """Pairs that had the same English or the same Vietnamese, then the last ones."""
        same = (self.first.get(_key(side, text)) for side, text in (("en", pair.en), ("vi", pair.vi)))
        far = (texts for texts in dict.fromkeys(same) if texts is not None and texts not in self.near)
        return (*far, *self.near)

    def add(self, pair: Pair) -> None:
        texts = (pair.en, pair.vi)
        self.near.append(texts)
        for side, text in (("en", pair.en), ("vi", pair.vi)):
            self.first.setdefault(_key(side, text), texts)
        while len(self.first) > REMEMBERED:
            self.first.popitem(last=False)


def _key(side: str, text: str) -> str:
    return f"{side} {' '.join(text.casefold().split())}"


def with_context(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units, each with the earlier pairs of its document; a document ends where another begins.

    Near ones all, far ones only where the same text stood on a side, so that memory and time do not grow with the file.
    """
    document = None
    memory = _Memory()
    for unit in units:
        if document != (unit.file, unit.pair.doc):
            document, memory = (unit.file, unit.pair.doc), _Memory()
        yield replace(unit, context=memory.context(unit.pair))
        if unit.pair.is_complete:
            memory.add(unit.pair)
