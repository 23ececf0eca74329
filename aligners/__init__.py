"""Two lists of sentences to beads, and a bilingual document to sentence pairs."""

from aligners.aligner import Options, align, align_files, align_layout
from aligners.methods import METHODS
from aligners.sentences import align_sentences

__all__ = ["METHODS", "Options", "align", "align_files", "align_layout", "align_sentences"]
