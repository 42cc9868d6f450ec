"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from nuanxin.site.health import PROBES

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(address[1:], probe) for address, probe in PROBES.items()),
    path("", include("nuanxin.api.urls")),
    path("", include("nuanxin.web.urls")),
]

handler403 = "nuanxin.web.views.errors.forbidden"
handler404 = "nuanxin.web.views.errors.not_found"
handler500 = "nuanxin.web.views.errors.broken"
