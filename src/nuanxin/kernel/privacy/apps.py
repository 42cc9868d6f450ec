"""The privacy room's Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What may be known of persons, and under which key it lies."""

    name = "nuanxin.kernel.privacy"
    label = "privacy"
    verbose_name = "隐私"
