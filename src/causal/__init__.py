"""Incident causal analysis."""
