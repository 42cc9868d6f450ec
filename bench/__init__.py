"""Benchmarks: one file a claim, each a ratio of one run. ``make bench NAME=figures`` runs one file."""
