"""SDMX (ISO 17369): figures for statistical systems: structures in SDMX-ML and JSON, data in JSON and CSV."""
