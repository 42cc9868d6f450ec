"""Access 权限: one rule, ``Grant(party, role, area)``, behind what one may do and what one may see."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nuanxin.kernel.access.ranges import NotAllowed, allow, areas_of, demand, seen, sees, visible

__all__ = ["NotAllowed", "allow", "areas_of", "demand", "seen", "sees", "visible"]


def __getattr__(name: str) -> Any:
    """Find the room's public names on first use: models cannot be imported before Django is ready."""
    if name in __all__:
        return getattr(import_module("nuanxin.kernel.access.ranges"), name)
    raise AttributeError(name)
