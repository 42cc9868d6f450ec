"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from nuanxin.site.health import PROBES
from nuanxin.site.selfcheck.pages import operation, selfcheck_workbook

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(address[1:], probe) for address, probe in PROBES.items()),
    path("operation/", operation, name="operation"),
    path("operation/selfcheck.xlsx", selfcheck_workbook, name="selfcheck_workbook"),
    path("", include("nuanxin.api.urls")),
    path("", include("nuanxin.web.urls")),
]

handler403 = "nuanxin.web.views.errors.forbidden"
handler404 = "nuanxin.web.views.errors.not_found"
handler500 = "nuanxin.web.views.errors.broken"
