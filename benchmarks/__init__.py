"""Measurements on development data and against peers; none of it is needed at run time."""
