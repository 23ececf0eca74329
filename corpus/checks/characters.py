"""Characters that look right and are not what they look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from corpus.checks.subject import Subject
from corpus.issue import Issue


def find_unicode_form(subject: Subject) -> Iterator[Issue]:
    """Vietnamese letters in pieces instead of composed (NFC)."""
    vi = subject.vi_typed
    if not unicodedata.is_normalized("NFC", vi):
        yield Issue("unicode_form", "minor", "The text is not NFC.", None, (0, len(vi)), unicodedata.normalize("NFC", vi))
