"""The division tree for tests: loaded once into the test database; changes are taken back."""

import pytest

from nuanxin.kernel.areas.tree import load_divisions


@pytest.fixture(scope="session")
def divisions_loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_divisions()


@pytest.fixture
def divisions(divisions_loaded, db):
    """Give a test the database with the divisions of Inner Mongolia in it."""
