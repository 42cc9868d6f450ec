"""Forms 报表: a superior office's own workbook, its cells bound to figures, handed back filled."""
