"""Two lists of sentences to beads, and a bilingual document to sentence pairs."""

from aligners.aligner import Options, align, align_layout, align_sentences
from aligners.methods import METHODS

__all__ = ["METHODS", "Options", "align", "align_layout", "align_sentences"]
