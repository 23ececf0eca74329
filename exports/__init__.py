"""What leaves: file formats, each with reader and writer, and the command line."""

from exports.formats import FORMATS, Choices, read_pairs, write

__all__ = ["FORMATS", "Choices", "read_pairs", "write"]
