"""Парта: the journal and diary of one school. ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
