"""The area tree, which reading needs."""

import pytest

from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import load_divisions


@pytest.fixture(scope="session")
def _divisions_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_divisions()


@pytest.fixture
def divisions(_divisions_once, db):
    if not Area.objects.exists():  # a test of another room emptied the database
        load_divisions()
