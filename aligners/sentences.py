"""Two lists of sentences to beads: part by part, each by the lattice, with priors that the text itself corrects."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from aligners.anchors import Anchor
from aligners.lattice import IMPOSSIBLE, Band, Step, along, beads, best_path, best_sums, lattice, posteriors, whole
from aligners.methods import METHODS, Method, Rating
from corpus.bead import Bead
from corpus.likelihood import Bools, Floats, Integers, Shape

# How often each kind of bead is met, before anything is known of a document. Text that the layout itself pairs
# (a paragraph and its translation, a table row) loses sentences less often than it merges them.
OPEN: Mapping[Shape, float] = {
    (1, 1): 0.85, (1, 0): 0.04, (0, 1): 0.04, (1, 2): 0.03, (2, 1): 0.03, (2, 2): 0.0001, (1, 3): 0.001, (3, 1): 0.001,
    (1, 4): 0.0003, (4, 1): 0.0003,
}  # fmt: skip
PAIRED: Mapping[Shape, float] = {
    (1, 1): 0.90, (1, 0): 0.005, (0, 1): 0.005, (1, 2): 0.04, (2, 1): 0.04, (2, 2): 0.001, (1, 3): 0.004, (3, 1): 0.004,
    (1, 4): 0.001, (4, 1): 0.001,
}  # fmt: skip
# A table row, a line with both languages: hard borders on both sides, so that many sentences may have become few.
LOCKED: Mapping[Shape, float] = {
    **PAIRED, (1, 0): 0.0002, (0, 1): 0.0002, (2, 3): 0.001, (3, 2): 0.001, (3, 3): 0.0003,
}  # fmt: skip
PRIOR_BEADS = 20  # what the priors above count against the beads of the document itself
ROUNDS = 2  # of priors re-estimated from the beads
ACROSS = 4.0  # nats against a bead that joins sentences of two paragraphs
UNEVEN = 1.0  # nats against a bead with which a paragraph of one side only begins, or ends
MOST_UNLIKE = 1.5  # times as many paragraphs on one side; beyond, the two texts were cut by different rules
EQUAL_COUNTS = 10.0  # nats by which another path must beat all 1-1 where both sides have equally many sentences
SURE = 0.95  # posterior of a bead whose neighbours leave no other place for it
WHOLE = 300  # sentences a side that are aligned at once; longer texts are aligned part by part
PART = 100  # sentences of a part, up to the next anchor
MARGIN = 15  # sentences after that anchor that are looked at with a part, and aligned again with the next
SLACK = 12  # sentences by which the beads of a part may pass its anchors by
MOST_CELLS = 150_000  # English times Vietnamese sentences of a part


@dataclass(frozen=True, slots=True)
class _Text:
    """What is known of two lists of sentences."""

    rating: Rating
    priors: Mapping[Shape, float]
    paragraphs: tuple[Sequence[int], Sequence[int]] | None
    barred: tuple[Sequence[bool], Sequence[bool]] | None


def align_sentences(
    en: Sequence[str],
    vi: Sequence[str],
    *,
    method: Method = METHODS["lexical"],
    priors: Mapping[Shape, float] = OPEN,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
    barred: tuple[Sequence[bool], Sequence[bool]] | None = None,
    fixed: Sequence[Bead] = (),
) -> list[Bead]:
    """Best chain of beads over two lists of sentences: every sentence in exactly one bead, order kept.

    `paragraphs` numbers the paragraph of each sentence; beads rarely join two. `barred` marks sentences that pair
    with nothing. `fixed` beads stay, in order; an empty one is a border that no bead crosses. Time and memory grow with
    len(en) * len(vi) up to `WHOLE` sentences a side, beyond linearly.

    >>> [bead.kind for bead in align_sentences(["One dog.", "Two cats."], ["Một con chó.", "Hai con mèo."])]
    ['1-1', '1-1']
    """
    if not en or not vi:
        return _alone(range(len(en)), range(len(vi)))
    text = _Text(method(en, vi), priors, paragraphs, barred)
    anchors = text.rating.anchors() if max(len(en), len(vi)) > WHOLE else []
    found: list[Bead] = []
    i = j = 0
    for bead in (*fixed, Bead(range(len(en), len(en)), range(len(vi), len(vi)))):
        found.extend(_chain(text, range(i, bead.en.start), range(j, bead.vi.start), anchors))
        if bead.en or bead.vi:
            found.append(bead)
        i, j = bead.en.stop, bead.vi.stop
    return found


def _alone(en: range, vi: range) -> list[Bead]:
    """Sentences of which one side has none, or that have nothing to do with each other."""
    own = [Bead(range(n, n + 1), range(vi.start, vi.start)) for n in en]
    return own + [Bead(range(en.stop, en.stop), range(n, n + 1)) for n in vi]


def _chain(text: _Text, en: range, vi: range, anchors: Sequence[Anchor]) -> Iterator[Bead]:
    """The beads between two borders; a long text part by part, each from the last sure bead of the one before."""
    if max(len(en), len(vi)) <= WHOLE:
        yield from _part(text, en, vi)
        return
    while en or vi:
        border = _border(en, vi, anchors)
        part = (
            range(en.start, min(en.stop, border.en + MARGIN)),
            range(vi.start, min(vi.stop, border.vi + MARGIN)),
        )
        found = _part(text, *part, anchors)
        kept = found if part == (en, vi) else _kept(found, border)
        yield from kept
        en, vi = range(kept[-1].en.stop, en.stop), range(kept[-1].vi.stop, vi.stop)


def _border(en: range, vi: range, anchors: Sequence[Anchor]) -> Anchor:
    """How far the next part goes: to the first anchor far enough, or where none is near, as both sides run out together."""
    for number in range(bisect_right(anchors, en.start, key=attrgetter("en")), len(anchors)):
        down, across = anchors[number].en - en.start, anchors[number].vi - vi.start
        if across > 0 and max(down, across) >= PART:
            if (down + MARGIN) * (across + MARGIN) <= MOST_CELLS:
                return anchors[number]
            break
    ratio = min(max(len(vi) / max(len(en), 1), 0.5), 2.0)
    return Anchor(min(en.start + WHOLE, en.stop), min(vi.start + math.ceil(WHOLE * ratio), vi.stop))


def _kept(found: Sequence[Bead], border: Anchor) -> Sequence[Bead]:
    """The beads up to a border, the last of them a sure one."""
    reach = next((n for n, bead in enumerate(found) if bead.en.stop > border.en or bead.vi.stop > border.vi), len(found))
    sure = [n for n in range(reach) if found[n].kind == "1-1" and found[n].confidence > SURE]
    return found[: sure[-1] + 1 if sure else max(reach, 1)]


def _part(text: _Text, en: range, vi: range, anchors: Sequence[Anchor] = ()) -> list[Bead]:
    """The best beads of a part, by a band around the anchors where there are any."""
    if not en or not vi:
        return _alone(en, vi)
    scores = _scores(text, en, vi)
    plain = lattice(scores, _band(en, vi, anchors))
    source = plain.moved(-1)
    priors = text.priors
    for rounds in range(ROUNDS + 1):
        found = plain.plus(_logs(priors))
        best = best_sums(found, source)
        path = best_path(found, source, best)
        better = _reestimated(path, text.priors)
        if better == priors or rounds == ROUNDS:
            break
        priors = better
    if not anchors and _is_straight(scores, path, float(best[found.node(len(en), len(vi))])):
        path = [Step((1, 1), n, n) for n in range(len(en))]
        found = plain.plus(_logs(_reestimated(path, text.priors)))
        best = best_sums(found, source)
    return beads(path, posteriors(found, source, best, path), en.start, vi.start)


def _logs(priors: Mapping[Shape, float]) -> dict[Shape, float]:
    return {shape: math.log(prior) for shape, prior in priors.items()}


def _is_straight(scores: Mapping[Shape, Floats], path: Sequence[Step], best: float) -> bool:
    """Do both sides count the same, and is the found path not clearly better than that of line by line translation?

    A text that is translated line by line pays for no kind of bead: it has one.
    """
    pairs = scores[1, 1]
    if pairs.shape[0] != pairs.shape[1] or all(step.shape == (1, 1) for step in path):
        return False
    return best - float(np.trace(pairs)) <= EQUAL_COUNTS


def _band(en: range, vi: range, anchors: Sequence[Anchor]) -> Band:
    passed = [(anchor.en - en.start, anchor.vi - vi.start) for anchor in _within(anchors, en, vi)]
    return along(passed, len(en), len(vi), SLACK) if passed else whole(len(en), len(vi))


def _within(anchors: Sequence[Anchor], en: range, vi: range) -> Sequence[Anchor]:
    near = anchors[bisect_left(anchors, en.start, key=attrgetter("en")) : bisect_left(anchors, en.stop, key=attrgetter("en"))]
    return [anchor for anchor in near if anchor.vi in vi]


def _scores(text: _Text, en: range, vi: range) -> dict[Shape, Floats]:
    """Log-likelihood ratio of each bead of a part, by where it starts; nulls tell nothing."""
    known = text.rating.ratios([shape for shape in text.priors if all(shape)], en, vi)
    scores = {
        (a, b): known[a, b] if a and b else np.zeros((len(en) + 1 - a, len(vi) + 1 - b))
        for a, b in text.priors
        if a <= len(en) and b <= len(vi)
    }
    if text.paragraphs:
        _keep_paragraphs(scores, np.array(text.paragraphs[0])[en], np.array(text.paragraphs[1])[vi])
    if text.barred:
        _forbid(scores, np.array(text.barred[0])[en], np.array(text.barred[1])[vi])
    return scores


def _keep_paragraphs(scores: dict[Shape, Floats], en: Integers, vi: Integers) -> None:
    """A bead that joins sentences of two paragraphs costs `ACROSS` nats for each side.

    Where a paragraph of one side begins or ends with a bead of both sides and one of the other does not, that costs `UNEVEN`,
    if both sides have about as many paragraphs.
    """
    en_border, vi_border = _borders(en), _borders(vi)
    are_like = 1 / MOST_UNLIKE <= en_border.sum() / vi_border.sum() <= MOST_UNLIKE
    for (a, b), full in scores.items():
        if a > 1:
            np.subtract(full, ACROSS * (en[a - 1 :] > en[: 1 - a])[:, None], out=full)
        if b > 1:
            np.subtract(full, ACROSS * (vi[b - 1 :] > vi[: 1 - b])[None, :], out=full)
        if a and b and are_like:
            uneven = (en_border[: len(full), None] != vi_border[: full.shape[1]]) + 0.0
            uneven += en_border[a:, None] != vi_border[b:]
            np.subtract(full, UNEVEN * uneven, out=full)


def _borders(paragraphs: Integers) -> Bools:
    """Does a paragraph begin or end at each node?"""
    return np.concatenate([[True], paragraphs[1:] > paragraphs[:-1], [True]])


def _forbid(scores: dict[Shape, Floats], en: Bools, vi: Bools) -> None:
    """No bead of two sides holds a barred sentence."""
    for (a, b), full in scores.items():
        if a and b:
            full[sliding_window_view(en, a).any(axis=1), :] = IMPOSSIBLE
            full[:, sliding_window_view(vi, b).any(axis=1)] = IMPOSSIBLE


def _reestimated(path: Sequence[Step], priors: Mapping[Shape, float]) -> dict[Shape, float]:
    counts = Counter(step.shape for step in path)
    total = sum(counts.values()) + PRIOR_BEADS
    return {shape: (counts[shape] + PRIOR_BEADS * prior) / total for shape, prior in priors.items()}
