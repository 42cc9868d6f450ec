"""Addresses of the records: every declared page has the same ones."""

from django.urls import path

from nuanxin.web.kit import views

urlpatterns = [
    path("records/", views.registers, name="registers"),
    path("records/areas/", views.areas, name="record_areas"),
    path("records/<slug:programme>/<slug:slug>.<slug:kind>", views.export, name="records_export"),
    path("records/<slug:programme>/<slug:slug>/", views.records, name="records"),
    path("records/<slug:programme>/<slug:slug>/map/", views.mapped, name="records_map"),
    path("records/<slug:programme>/<slug:slug>/views/", views.save, name="save_view"),
    path("records/<slug:programme>/<slug:slug>/<int:number>/", views.record, name="record"),
    path(
        "records/<slug:programme>/<slug:slug>/<int:number>/withdraw/",
        views.withdraw_record,
        name="withdraw_record",
    ),
    path(
        "records/<slug:programme>/<slug:slug>/<int:number>/decide/<slug:name>/",
        views.decide,
        name="decide_record",
    ),
]
