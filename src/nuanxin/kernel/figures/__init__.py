"""Figures 指标: definitions as data, engines that answer them, and the rows behind every answer."""
