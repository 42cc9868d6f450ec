"""The Django app of the accounts' pages; its templates stand before those of allauth."""

from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    """Signing in and whatever hangs on it."""

    name = "nuanxin.web.accounts"
    label = "account_pages"
    verbose_name = "账号"
