"""Suggesting 联想: areas within a reader's own, as he types."""

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.explore.asked import named_area
from nuanxin.web.kit.areas import areas_meant

MOST = 12


def areas_like(actor: Actor, text: str) -> list[str]:
    """Return areas a text may mean or begins, the widest first, each as it reads back without doubt."""
    text = text.strip()
    return [named_area(code) for code in areas_meant(actor, text)[:MOST]] if text else []
