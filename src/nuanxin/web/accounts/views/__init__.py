"""The accounts' own pages."""
