"""The accounts' own pages."""

from nuanxin.web.accounts.views.sessions import end_session

__all__ = ["end_session"]
