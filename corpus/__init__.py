"""What a bilingual corpus is and how to judge it: documents, language, layout, sentences, pairs, evidence, score.

Names are loaded when first used, so that `import corpus` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.adequacy import score
    from corpus.bead import Bead
    from corpus.checks import check
    from corpus.document import Document, Line, from_text, read
    from corpus.errors import CorpusError, NotTranslations, OneLanguage, UnknownFormat, UnknownLayout, UnreadableInput
    from corpus.issue import Issue
    from corpus.kind import classify
    from corpus.language import Guess, detect
    from corpus.layout import Layout, find_layout
    from corpus.name import same_name
    from corpus.pair import Pair, from_frame, to_frame
    from corpus.quantity import quantities, same_value
    from corpus.sentence import Sentence, split_sentences

_HOME = {
    "bead": ("Bead",),
    "adequacy": ("score",),
    "checks": ("check",),
    "issue": ("Issue",),
    "document": ("Document", "Line", "from_text", "read"),
    "errors": ("CorpusError", "NotTranslations", "OneLanguage", "UnknownFormat", "UnknownLayout", "UnreadableInput"),
    "kind": ("classify",),
    "language": ("Guess", "detect"),
    "layout": ("Layout", "find_layout"),
    "name": ("same_name",),
    "pair": ("Pair", "from_frame", "to_frame"),
    "quantity": ("quantities", "same_value"),
    "sentence": ("Sentence", "split_sentences"),
}

__all__ = [
    "Bead",
    "CorpusError",
    "Document",
    "Guess",
    "Issue",
    "Layout",
    "Line",
    "NotTranslations",
    "OneLanguage",
    "Pair",
    "Sentence",
    "UnknownFormat",
    "UnknownLayout",
    "UnreadableInput",
    "check",
    "classify",
    "detect",
    "find_layout",
    "from_frame",
    "from_text",
    "quantities",
    "read",
    "same_name",
    "same_value",
    "score",
    "split_sentences",
    "to_frame",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"corpus.{module}"), name)
    raise AttributeError(f"module 'corpus' has no attribute {name!r}")
