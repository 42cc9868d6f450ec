"""The addresses of the rounds, below ``/rounds/``."""

from django.urls import path

from nuanxin.web.rounds import photos, views

urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("offline.js", views.offline, name="round_offline"),
    path("who.json", views.who, name="round_who"),
    path("<slug:slug>/", views.today, name="round"),
    path("<slug:slug>/<str:key>/", views.place, name="round_place"),
    path("<slug:slug>/<str:key>/own/", views.own, name="round_own"),
    path("<slug:slug>/<str:key>/photo/", photos.photo, name="round_photo"),
]
