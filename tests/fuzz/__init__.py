"""Fuzzing of the reader of sheets, guided by coverage: ``make fuzz MINUTES=10``. Needs the extra."""
