"""Checks of a translated pair: each yields what it found and decides nothing.

`check` gives the issues of a pair, `CHECKS` is the table of all checks by the code of their issues, `PRESETS` says which
of them a kind of user wants. What a check gets is a `Subject`: both texts and what several checks want to know of them.
"""

from corpus.checks.glossary import Glossary
from corpus.checks.row import Check, Explanation, explanation
from corpus.checks.subject import Subject
from corpus.checks.table import CHECKS, PRESETS, check, check_all

__all__ = ["CHECKS", "PRESETS", "Check", "Explanation", "Glossary", "Subject", "check", "check_all", "explanation"]
