"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("nuanxin.web.urls"))]

handler404 = "nuanxin.web.views.errors.not_found"
handler500 = "nuanxin.web.views.errors.broken"
