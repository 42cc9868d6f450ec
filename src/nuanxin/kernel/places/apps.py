"""The places room's Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Points, sites, opening hours."""

    name = "nuanxin.kernel.places"
    label = "places"
    verbose_name = "场所"
