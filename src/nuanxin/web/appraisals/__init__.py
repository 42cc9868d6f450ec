"""Appraisals 评定: marks proposed from the record with reasons, decided by one, passed by another."""
