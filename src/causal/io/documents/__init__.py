"""Readers of other people's documents: one file per format, a shared draft they all fill in."""
