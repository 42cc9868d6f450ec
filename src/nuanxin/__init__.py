"""Nuanxin 暖新: record once, publish figures that open."""

__version__ = "0.1.0"
