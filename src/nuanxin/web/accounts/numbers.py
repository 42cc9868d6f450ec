"""The numbers of signing in, from the rules in force today."""

from django.utils import timezone

from nuanxin.kernel.rules.catalogue import rule


def number(name: str) -> int:
    """Return a number of the rule pack ``security``, such as ``lock_minutes``."""
    value = rule(f"security.{name}", timezone.localdate()).value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"rule security.{name} is {value!r}, no whole number")
    return value
