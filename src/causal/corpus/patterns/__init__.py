"""What repeats over many incidents: one question per file."""
