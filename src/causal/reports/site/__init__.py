"""A survey as a folder of pages: one to begin with, one for each incident and each factor."""
