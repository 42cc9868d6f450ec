"""The addresses of the finders, below ``/near/``."""

from django.urls import path

from nuanxin.web.nearby import photos, plates, reports, views

urlpatterns = [
    path("", views.finders, name="finders"),
    path("offline.js", views.offline, name="near_offline"),
    path("<slug:slug>/", views.finder, name="finder"),
    path("<slug:slug>/places.json", views.places_json, name="near_json"),
    path("<slug:slug>/places.geojson", views.places_geojson, name="near_geojson"),
    path("<slug:slug>/from/", views.nearest, name="near_from"),
    path("<slug:slug>/plates/", plates.plates, name="near_plates"),
    path("<slug:slug>/<str:key>/report/", reports.report, name="near_report"),
    path("<slug:slug>/<str:key>/photo/", photos.photo, name="near_photo"),
    path("<slug:slug>/<str:key>/", views.place, name="near_place"),
]
