"""The Django app of forms; what it keeps are forms of the kernel and jobs."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Blank forms in, filled ones out."""

    name = "nuanxin.web.forms"
    label = "form_pages"
    verbose_name = "报表"

    def ready(self) -> None:
        """Make filling known as long work."""
        from nuanxin.web.forms.work import KINDS
        from nuanxin.web.jobs.kinds import register_kind

        for kind in KINDS:
            register_kind(kind)
