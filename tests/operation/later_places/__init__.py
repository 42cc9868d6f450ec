"""The migrations of places as a later release has them: those of today, and one more."""

from nuanxin.kernel.places import migrations

__path__ = [*__path__, *migrations.__path__]
