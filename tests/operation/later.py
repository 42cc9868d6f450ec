"""Settings of a later release: this one, and a change of the tables it does not have yet."""

from nuanxin.site.settings import *  # noqa: F403

MIGRATION_MODULES = {"places": "tests.operation.later_places"}
