"""Incidents that come again within a time, by rules that stand in dated files."""
