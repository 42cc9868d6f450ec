"""What a newcomer sees first: the demonstration all tests stand on was loaded by one command, and served."""

from pathlib import Path

from tests.newcomer import first_page


def test_the_demo_serves_what_it_has_just_published(loaded_demo: Path) -> None:
    """The process that published has used every engine; the pages must still answer."""
    assert "公共服务简报" in first_page(loaded_demo)
