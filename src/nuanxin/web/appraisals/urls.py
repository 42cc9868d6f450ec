"""The addresses of the appraisals, below ``/appraisals/``."""

from django.urls import path

from nuanxin.web.appraisals import views

urlpatterns = [
    path("", views.appraisals, name="appraisals"),
    path("<slug:slug>/", views.appraisal, name="appraisal"),
    path("<slug:slug>/<str:key>/", views.place, name="appraised_place"),
    path("<slug:slug>/<str:key>/notice/", views.notice, name="exit_notice"),
]
