"""Addresses of long work."""

from django.urls import path

from nuanxin.web.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:number>/", views.job, name="job"),
    path("jobs/<int:number>/progress/", views.progress, name="job_progress"),
    path("jobs/<int:number>/stop/", views.stop, name="stop_job"),
    path("jobs/<int:number>/file/", views.left, name="job_file"),
]
