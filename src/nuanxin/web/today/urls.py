"""Addresses of the search; home and boards stand where strangers see the public pages."""

from django.urls import path

from nuanxin.web.today import views

urlpatterns = [path("search/", views.search, name="search")]
