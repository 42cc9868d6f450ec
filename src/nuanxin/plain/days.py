"""Days in words 日期."""

from datetime import date

from nuanxin.plain.words import Words


def day_words(day: date) -> Words:
    """Say a day as people read it in each language: 2024年5月31日, 31 May 2024."""
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")
