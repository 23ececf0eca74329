"""What can go wrong with a user's input: one base class, each error also the fitting builtin.

Every message says what is wrong, where, and how to mend it; the command line prints it as one line and exits with 2.
"""

from __future__ import annotations

from collections.abc import Iterable


class CorpusError(Exception):
    """Base of all errors that a user's input can cause."""


class UnreadableInput(CorpusError, ValueError):
    """A file that cannot be taken as text: missing, a folder, empty, binary, wrongly encoded, malformed."""

    def __init__(self, name: str, reason: str, remedy: str, line: int | None = None) -> None:
        self.name, self.reason, self.remedy, self.line = name, reason, remedy, line
        where = name if line is None else f"{name}:{line}"
        super().__init__(f"{where}: {reason}; {remedy}")


class UnknownLayout(CorpusError, ValueError):
    """Both languages are there, but how they pair up cannot be told."""

    def __init__(self, name: str, en: int, vi: int) -> None:
        self.name, self.en, self.vi = name, en, vi
        super().__init__(
            f"{name}: cannot tell how {en} English and {vi} Vietnamese lines pair up; "
            f"name the layout with --layout interleaved|blocks|columns|inline, or give two files"
        )


NAMES = {"en": "English", "vi": "Vietnamese", "mixed": "in both languages", "other": "in other languages"}


class OneLanguage(CorpusError, ValueError):
    """A document that should be bilingual and has text in one language only, or in none of the two."""

    def __init__(self, name: str, counts: dict[str, int]) -> None:
        self.name, self.counts = name, counts
        missing = [word for code, word in (("en", "English"), ("vi", "Vietnamese")) if not counts.get(code)]
        found = ", ".join(f"{counts[code]} {word}" for code, word in NAMES.items() if counts.get(code))
        super().__init__(
            f"{name}: there is no {' and no '.join(missing)} text (lines found: {found or 'none with words'}); "
            f"give a file that holds both languages, or two files: songngu align en.txt vi.txt"
        )


class NotTranslations(CorpusError, ValueError):
    """Two texts of the right languages in which nothing answers to anything."""

    def __init__(self, name: str, en: int, vi: int) -> None:
        self.name, self.en, self.vi = name, en, vi
        super().__init__(
            f"{name}: none of {en} English sentences has its translation among {vi} Vietnamese ones; "
            f"check that the two texts belong together, or name the layout with --layout interleaved|blocks|columns|inline"
        )


class UnknownName(CorpusError, ValueError):
    """An option with a value that is not in its table."""

    def __init__(self, option: str, name: str, known: Iterable[str]) -> None:
        self.option, self.name, self.known = option, name, tuple(known)
        super().__init__(f"{option} {name}: unknown; choose one of {', '.join(self.known)}")


class UnknownFormat(CorpusError, ValueError):
    """A format that songngu does not read or write."""

    def __init__(self, name: str, known: list[str], how: str = "choose one of") -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: unknown format; {how} {', '.join(known)}")


class MissingExtra(CorpusError, ImportError):
    """A file whose format needs a library that is not installed."""

    def __init__(self, name: str, library: str, extra: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(f"{name}: {library} is not installed, which this format needs; run: pip install 'songngu[{extra}]'")
