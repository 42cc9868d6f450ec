"""The addresses of work orders, below ``/work/``."""

from django.urls import path

from nuanxin.web.work import views

urlpatterns = [
    path("", views.orders, name="work_orders"),
    path("<int:number>/", views.order, name="work_order"),
    path("<int:number>/move/", views.move, name="work_move"),
    path("<int:number>/proofs/<int:step>/", views.proof, name="work_proof"),
    path("ask/<slug:kind>/<int:about_kind>/<int:about>/", views.asking, name="work_asking"),
]
