"""The addresses of forms, below ``/forms/``."""

from django.urls import path

from nuanxin.web.forms import binding, copies, listing, one

urlpatterns = [
    path("", listing.forms, name="forms"),
    path("fillings/<int:number>/", copies.filling, name="form_filling"),
    path("<str:name>/", one.form, name="form"),
    path("<str:name>/blank.xlsx", one.blank, name="form_blank"),
    path("<str:name>/about/", one.about, name="form_about"),
    path("<str:name>/renew/", one.renew, name="form_renew"),
    path("<str:name>/retire/", one.retire, name="form_retire"),
    path("<str:name>/fill/", one.fill, name="form_fill"),
    path("<str:name>/cells/", binding.cells, name="form_cells"),
    path("<str:name>/cells/bind/", binding.bind, name="form_bind"),
    path("<str:name>/cells/accept/", binding.accept, name="form_accept"),
    path("<str:name>/cells/unbind/", binding.unbind, name="form_unbind"),
    path("<str:name>/filled/<int:number>/", copies.copy, name="filled_form"),
    path("<str:name>/filled/<int:number>/file.xlsx", copies.file, name="filled_file"),
    path("<str:name>/filled/<int:number>/sent/", copies.sent, name="filled_sent"),
]
