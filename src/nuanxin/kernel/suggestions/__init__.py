"""Suggestions 投诉建议: what anybody may say to the house, and what the house answers, by a day."""
