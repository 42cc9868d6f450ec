"""The addresses of the suggestion box, below ``/suggestions/``."""

from django.urls import path

from nuanxin.web.suggestions import box, desk

urlpatterns = [
    path("", box.box, name="suggestions"),
    path("receipt/", box.receipt, name="suggestion_receipt"),
    path("desk/", desk.desk, name="suggestion_desk"),
    path("desk/<int:number>/", desk.suggestion, name="suggestion"),
]
