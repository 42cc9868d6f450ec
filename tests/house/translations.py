"""Every text on the screen is there in Chinese."""

from pathlib import Path


def screen_texts_are_translated(root: Path) -> list[str]:
    """Every text marked for translation in ``src`` has its Chinese in the message catalogue."""
    from nuanxin.web import catalogues

    return list(catalogues.untranslated(root))
