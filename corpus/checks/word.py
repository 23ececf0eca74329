"""What a word of the Vietnamese side gives away by itself: how its tone mark is placed, that it is no syllable.

Each is a letter, so that a text is a short string of them and most texts an empty one:
    o  the tone mark where the old style has it: hòa      n  where the new style has it: hoà
    p  on a letter where no style has it: qủa             s  Vietnamese letters, but no syllable: nghày
    d  plain letters that need marks: duoc                j  several syllables written as one: vấnđề
    f  letters that Vietnamese does not have: façade
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from corpus.data import tables
from corpus.language import is_english
from corpus.syllable import STOPS, TONES, bases, is_bare_syllable, is_syllable, toneless

WORD = re.compile(r"[^\W\d_]+")
VIETNAMESE_ONLY = re.compile("[ăđơưạ-ỹ]")  # letters that French, Spanish and Portuguese do not have
VIETNAMESE = re.compile("[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]+")
LONGEST_ACRONYM = 5  # letters
CODE = re.compile(r"[@/\\_=#]|://|\w\.\w|\d[a-zA-Z]|[a-zA-Z]\d")


@cache
def lists() -> dict[str, frozenset[str]]:
    """The word lists of `data/vietnamese.toml`: loanwords, reduplicated, transcribed."""
    return {name: frozenset(text.split()) for name, text in tables("vietnamese.toml").items()}


def oddities(piece: str) -> str:
    """The letters of what stands between two spaces, in alphabetic order."""
    found = "".join(sorted({letter for word in WORD.findall(piece) if (letter := oddity(word))}))
    if not found or CODE.search(piece):
        return ""
    return found.translate(_IN_COMPOUND) if "-" in piece or "–" in piece else found


_IN_COMPOUND = str.maketrans("", "", "sdjf")  # Xta-lin, vắc-xin, In-đô-nê-xi-a


@lru_cache(maxsize=10_000)
def oddity(word: str) -> str:
    """The letter of one word (NFC), "" where it is as it should be or says nothing.

    >>> [oddity(word) for word in ("hòa", "hoà", "qủa", "nghày", "duoc", "vấnđề", "hoàn", "Müller", "quý")]
    ['o', 'n', 'p', 's', 'd', 'j', '', '', '']
    """
    low = word.lower()
    if low.isascii():
        return "d" if word == low and _needs_marks(low) else ""
    if not VIETNAMESE.fullmatch(low):
        return "f" if word == low else ""
    if low in lists()["transcribed"]:
        return ""
    if is_syllable(low):
        return _placement(low)
    if word.istitle() and low.endswith(STOPS) and low in bases():
        return "s"  # Kêt quả; no tone mark, which a syllable with such an end has to have
    if (word != low and not VIETNAMESE_ONLY.search(low)) or (word.isupper() and len(word) <= LONGEST_ACRONYM):
        return ""  # names: Müller, São Paulo; UBND, ĐHQG
    if _placed(low):
        return "p"
    return "j" if parts(low) else "s"


def _needs_marks(low: str) -> bool:
    return is_bare_syllable(low) and not is_syllable(low) and not is_english(low) and low not in lists()["loanwords"]


def parts(low: str) -> tuple[str, str] | None:
    """The two syllables that a word is written together from, where only two real ones explain it.

    >>> parts("vấnđề"), parts("nghày")
    (('vấn', 'đề'), None)
    """
    cuts = (at for at in range(2, len(low) - 1) if toneless(low[at])[0] not in VOWELS)
    found = [(low[:at], low[at:]) for at in cuts if is_syllable(low[:at]) and is_syllable(low[at:])]
    return found[0] if len(found) == 1 and not any(part.isascii() for part in found[0]) else None


# --- tone marks

FIRST_CHOICE = "ăâêôơư"
VOWELS = "aăâeêioôơuưy"
MARK = {tone: mark for mark, tone in TONES.items()}


@lru_cache(maxsize=10_000)
def placed(base: str, tone: str) -> tuple[str, str]:
    """A syllable without tone, given its tone mark: in the old style and in the new one.

    >>> placed("hoa", "huyền"), placed("qua", "hỏi"), placed("nghiêng", "ngã"), placed("gia", "huyền")
    (('hòa', 'hoà'), ('quả', 'quả'), ('nghiễng', 'nghiễng'), ('già', 'già'))
    """
    start = 0
    while start < len(base) and base[start] not in VOWELS:
        start += 1
    if (base.startswith("qu") or base.startswith("gi")) and len(base) > 2 and base[2] in VOWELS:
        start = 2
    end = start
    while end < len(base) and base[end] in VOWELS:
        end += 1
    nucleus = base[start:end]
    marked = [i for i, c in enumerate(nucleus) if c in FIRST_CHOICE]
    if marked and nucleus not in ("ưa", "ưi", "ưu"):
        old = new = marked[-1]
    elif len(nucleus) < 2:
        old = new = 0
    elif end < len(base):
        old = new = len(nucleus) - 1
    elif len(nucleus) > 2:
        old = new = 1
    else:
        old, new = 0, int(nucleus in ("oa", "oe", "uy"))
    return _with_mark(base, start + old, tone), _with_mark(base, start + new, tone)


def _with_mark(base: str, at: int, tone: str) -> str:
    return unicodedata.normalize("NFC", base[: at + 1] + MARK[tone] + base[at + 1 :])


def _placement(low: str) -> str:
    """Where the tone mark of a legal syllable stands: o, n, p, or "" where both styles agree with it."""
    base, tone = toneless(low)
    if tone not in MARK or base not in bases():
        return ""
    old, new = placed(base, tone)
    if low == old:
        return "" if old == new else "o"
    return "n" if low == new else "p"


def _placed(low: str) -> bool:
    """Is it a syllable but for the place of its tone mark? The table of syllables does not mind the place."""
    base, tone = toneless(low)
    return tone in MARK and base in bases() and is_syllable(placed(base, tone)[0])
