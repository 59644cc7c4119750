"""Coded corpora: tables of incidents with lists of cause codes, as incidents."""
