"""Addresses of imports."""

from django.urls import path

from nuanxin.web.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:number>/", views.one, name="import"),
    path("imports/<int:number>/confirm/", views.confirm, name="confirm_import"),
    path("imports/<int:number>/undo/", views.undo, name="undo_import"),
    path("imports/<int:number>/returned.xlsx", views.returned, name="returned_import"),
]
