"""Words 词: one declared text in the two languages of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English; both are required wherever one is declared."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """Return the text for a language tag such as ``zh-hans`` or ``en-gb`` (Chinese by default)."""
        return self.en if language.startswith("en") else self.zh
