"""Addresses of imports."""

from django.urls import path

from nuanxin.web.imports import layout, questions, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/questions/", questions.questions, name="questions"),
    path("imports/questions/<int:number>/open/", questions.opened, name="open_question"),
    path("imports/settled/<int:number>/", questions.settled, name="settled"),
    path("imports/answers/", questions.answers, name="answers"),
    path("imports/answers/<int:number>/ask-again/", questions.ask_again, name="ask_again"),
    path("imports/layouts/", layout.layouts, name="layouts"),
    path("imports/layouts/<int:number>/", layout.kept_layout, name="kept_layout"),
    path("imports/layouts/<int:number>/retire/", layout.retire, name="retire_layout"),
    path("imports/<int:number>/layout/", layout.layout, name="layout"),
    path("imports/<int:number>/", views.one, name="import"),
    path("imports/<int:number>/confirm/", views.confirm, name="confirm_import"),
    path("imports/<int:number>/undo/", views.undo, name="undo_import"),
    path("imports/<int:number>/returned/", views.returned, name="returned_import"),
]
