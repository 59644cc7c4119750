"""The charts of a corpus."""
