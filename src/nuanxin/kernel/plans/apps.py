"""The plans room's Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Kept runs of planners, and tallies of what they serve."""

    name = "nuanxin.kernel.plans"
    label = "plans"
    verbose_name = "计划"
