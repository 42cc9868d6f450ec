"""Every text on the screen is there in Chinese."""

from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from babel.messages.extract import extract

Found = tuple[int, str | tuple[str, ...], list[str], str | None]
EXTRACTED: dict[tuple[str, bytes, str, str], list[Found]] = {}


def screen_texts_are_translated(root: Path) -> list[str]:
    """Every text marked for translation in ``src`` has its Chinese in the message catalogue."""
    from nuanxin.web import catalogues

    with patch.object(catalogues, "extract", _remembered):
        return list(catalogues.untranslated(root))


def texts_have_one_chinese(root: Path) -> list[str]:
    """A text without a context has the same Chinese in every catalogue: they are merged into one."""
    from nuanxin.web import catalogues

    return catalogues.told_apart(root)


def read(root: Path) -> None:
    """Read the texts of a tree before Django is set up on any: what others have alike is remembered."""
    where = spec_from_file_location("catalogues_alone", root / "src/nuanxin/web/catalogues.py")
    assert where and where.loader
    alone = module_from_spec(where)
    where.loader.exec_module(alone)
    with patch.object(alone, "extract", _remembered):
        alone.screen_texts(root / "src/nuanxin")


def _remembered(method: str, stream: BytesIO, keywords: dict, options: dict) -> list[Found]:
    """Return what Babel extracts: always the same from the same text, asked for in the same way."""
    asked = method, stream.getvalue(), repr(keywords), repr(options)
    if asked not in EXTRACTED:
        EXTRACTED[asked] = list(extract(method, stream, keywords=keywords, options=options))
    return EXTRACTED[asked]
