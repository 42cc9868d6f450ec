"""The area tree, which reading needs, and one small corpus for all tests that only look at it."""

import json

import pytest

from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import load_divisions
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.torture.corpus import write_corpus


@pytest.fixture(scope="session")
def _divisions_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_divisions()


@pytest.fixture
def divisions(_divisions_once, db):
    if not Area.objects.exists():  # a test of another room emptied the database
        load_divisions()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """Sixteen workbooks and their truth."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(all_sheets(), 7, 16, folder)
    return folder, json.loads((folder / "truth.json").read_text(encoding="utf-8"))
