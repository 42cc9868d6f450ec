"""The suggestion box 投诉建议: open to everybody, answered by those whose area it concerns."""
