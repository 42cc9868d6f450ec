"""Sign a person of the demonstration in and print the session: ``python -m tests.browser.session KEY``."""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402

from tests.people import client_of  # noqa: E402

print(client_of(sys.argv[1]).cookies[settings.SESSION_COOKIE_NAME].value)
