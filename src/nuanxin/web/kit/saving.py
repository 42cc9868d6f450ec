"""Saving 保存视图: a question kept by its asker under a name."""

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.pages import Page
from nuanxin.kernel.programme import Programme
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.models import SavedView

MOST = 30
"""So many views of a page one person keeps."""


def saved_views(actor: Actor, owner: Programme, page: Page) -> list[SavedView]:
    """Return the views somebody saved of a page, by name."""
    kept = SavedView.objects.filter(owner_id=actor.party, page=_place(owner, page))
    return list(kept.order_by("name")[:MOST])


def save_view(actor: Actor, owner: Programme, page: Page, name: str, asked: Asked) -> SavedView | None:
    """Keep a question under a name, in the place of one of that name; None for no name or one too many."""
    name = name.strip()[:40]
    kept = SavedView.objects.filter(owner_id=actor.party, page=_place(owner, page))
    if not name or (kept.count() >= MOST and not kept.filter(name=name).exists()):
        return None
    view, _fresh = SavedView.objects.update_or_create(
        owner_id=actor.party, page=_place(owner, page), name=name, defaults={"query": asked.query()[:1000]}
    )
    return view


def forget_view(actor: Actor, owner: Programme, page: Page, number: int) -> None:
    """Forget one of somebody's own views; another's stays."""
    SavedView.objects.filter(owner_id=actor.party, page=_place(owner, page), pk=number).delete()


def _place(owner: Programme, page: Page) -> str:
    return f"{owner.name}/{page.slug}"
