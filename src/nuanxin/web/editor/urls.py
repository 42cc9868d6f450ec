"""The addresses of the editor, below ``/drafts/``."""

from django.urls import path

from nuanxin.web.editor import (
    beginning,
    checking,
    completing,
    handing,
    inserting,
    previewing,
    revising,
    writing,
)

urlpatterns = [
    path("", beginning.drafts, name="drafts"),
    path("new/", beginning.new, name="draft_new"),
    path("<int:number>/", writing.draft, name="draft"),
    path("<int:number>/autosave/", writing.autosave, name="draft_autosave"),
    path("<int:number>/complete/", completing.complete, name="draft_complete"),
    path("<int:number>/insert/", inserting.insert, name="draft_insert"),
    path("<int:number>/checks/", checking.checks, name="draft_checks"),
    path("<int:number>/preview/", previewing.preview, name="draft_preview"),
    path("<int:number>/preview.pdf", previewing.pdf, name="draft_pdf"),
    path("<int:number>/hand/", handing.hand, name="draft_hand"),
    path("<int:number>/revisions/", revising.revisions, name="draft_revisions"),
    path("<int:number>/revisions/<int:revision>/", revising.revision, name="draft_revision"),
]
