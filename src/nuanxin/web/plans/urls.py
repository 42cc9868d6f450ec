"""The addresses of the planning pages, below ``/plans/``."""

from django.urls import path

from nuanxin.web.plans import beginning, comparing, filing, listing, looking, running, taking

urlpatterns = [
    path("", listing.plans, name="plans"),
    path("new/", beginning.choose, name="plan_choose"),
    path("new/<str:kind>/<int:area>/", beginning.begin, name="plan_begin"),
    path("runs/<int:number>/", running.run, name="plan_run"),
    path("runs/<int:number>/progress/", running.progress, name="plan_progress"),
    path("runs/<int:number>/enough/", running.enough, name="plan_enough"),
    path("compare/", comparing.compare, name="plan_compare"),
    path("<str:key>/", looking.plan, name="plan"),
    path("<str:key>/why/", looking.why, name="plan_why"),
    path("<str:key>/moved/", looking.moved, name="plan_moved"),
    path("<str:key>/checked/", looking.checked, name="plan_checked"),
    path("<str:key>/curve/", looking.curve, name="plan_curve"),
    path("<str:key>/report/", looking.report, name="plan_report"),
    path("<str:key>/title/", taking.rename, name="plan_rename"),
    path("<str:key>/away/", filing.put_away, name="plan_put_away"),
    path("<str:key>/back/", filing.put_back, name="plan_put_back"),
    path("<str:key>/take/", taking.take, name="plan_take"),
    path("<str:key>/take-back/", taking.take_back, name="plan_take_back"),
    path("<str:key>/count/", taking.count, name="plan_count"),
]
