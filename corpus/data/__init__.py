"""Data files of the evidence: plain tables that people can read and extend."""
