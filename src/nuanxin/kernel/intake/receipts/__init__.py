"""Receipts 回执: what became of each row of a workbook, and her own file with a column that says so."""
