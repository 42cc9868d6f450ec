"""Each test begins in a process that knows nothing of the one before."""

from django.conf import settings
from django.utils import translation

import conftest


def test_the_language_of_a_reader_stays_with_the_test_that_spoke_it():
    translation.activate("en")
    conftest.forget()
    assert translation.get_language() == settings.LANGUAGE_CODE
