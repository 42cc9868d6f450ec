"""Addresses of persons: surrogate ids alone stand in them."""

from django.urls import path

from nuanxin.web.people import notice, views

urlpatterns = [
    path("privacy/", notice.notice, name="privacy"),
    path("people/", views.search, name="find_person"),
    path("people/enter/", views.entered, name="resident_enter"),
    path("people/<int:number>/", views.one, name="resident"),
    path("people/<int:number>/open/", views.opened, name="resident_open"),
    path("people/<int:number>/record/", views.recorded, name="resident_record"),
    path("people/<int:number>/erase/", views.erased, name="resident_erase"),
    path("people/<int:number>/looks/", views.looks, name="resident_looks"),
]
