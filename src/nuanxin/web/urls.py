"""The address table of the shell; every view it names says who may open it."""

from django.urls import include, path

from nuanxin.web.accounts.urls import urlpatterns as accounts
from nuanxin.web.addresses import register_parts
from nuanxin.web.editor import withdrawing
from nuanxin.web.explore.urls import urlpatterns as explore
from nuanxin.web.imports.urls import urlpatterns as imports
from nuanxin.web.jobs.urls import urlpatterns as jobs
from nuanxin.web.kit.urls import urlpatterns as kit
from nuanxin.web.people.urls import urlpatterns as people
from nuanxin.web.today.urls import urlpatterns as today
from nuanxin.web.views import (
    bulletins,
    documents,
    figures,
    home,
    ledger,
    me,
    preferences,
    programmes,
    sources,
)

register_parts()

urlpatterns = [
    path("", home.home, name="home"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:name>/", programmes.programme, name="programme"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<str:number>.pdf", documents.pdf, name="bulletin_pdf"),
    path("bulletins/<str:number>.docx", documents.docx, name="bulletin_docx"),
    path("bulletins/<str:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:number>/withdraw/", withdrawing.withdrawal, name="bulletin_withdraw"),
    path("drafts/", include("nuanxin.web.editor.urls")),
    path("forms/", include("nuanxin.web.forms.urls")),
    path("near/", include("nuanxin.web.nearby.urls")),
    path("appraisals/", include("nuanxin.web.appraisals.urls")),
    path("rounds/", include("nuanxin.web.rounds.urls")),
    path("work/", include("nuanxin.web.work.urls")),
    path("plans/", include("nuanxin.web.plans.urls")),
    path("suggestions/", include("nuanxin.web.suggestions.urls")),
    path(
        "bulletins/<str:number>/figures/<str:figure>/<area:area>/<period:period>/",
        bulletins.reading,
        name="reading",
    ),
    path(
        "bulletins/<str:number>/figures/<str:figure>/<area:area>/<period:period>/entries/<int:seq>/",
        bulletins.reading_entry,
        name="reading_entry",
    ),
    path("figures/", figures.figures, name="figures"),
    path("figures/<str:identity>/", figures.figure, name="figure"),
    *explore,
    path("ledger/", ledger.entries, name="ledger"),
    path("ledger/entries/<int:seq>/", ledger.entry, name="ledger_entry"),
    path("ledger/acts/<int:number>/", ledger.act, name="ledger_act"),
    path("ledger/heads/", ledger.heads, name="ledger_heads"),
    path("ledger/heads/<int:number>.txt", ledger.head_text, name="ledger_head_text"),
    path("ledger/checker.py", ledger.checker, name="ledger_checker"),
    path("sources/<int:number>/", sources.source, name="source"),
    path("me/", me.me, name="me"),
    *accounts,
    *kit,
    *imports,
    *jobs,
    *today,
    *people,
    path("language/", preferences.choose_language, name="choose_language"),
    path("type/", preferences.choose_type, name="choose_type"),
]
