"""Readers of documents, a module each: the bytes of a file to its lines."""
