"""The explorer's addresses."""

from django.urls import path

from nuanxin.web.explore import views

urlpatterns = [
    path("explore/", views.explore, name="explore"),
    path("explore/areas/", views.areas, name="explore_areas"),
    path("explore/counties.json", views.county_outlines, name="county_outlines"),
    path("explore/picture.svg", views.picture, name="explore_picture"),
    path("explore/table.<str:kind>", views.export, name="explore_export"),
]
