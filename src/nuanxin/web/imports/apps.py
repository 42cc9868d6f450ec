"""The Django app of imports; what it keeps are jobs."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Workbooks in, acts out."""

    name = "nuanxin.web.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        """Make previews, imports and their undoing known as long work."""
        from nuanxin.web.imports.work import KINDS
        from nuanxin.web.jobs.kinds import register_kind

        for kind in KINDS:
            register_kind(kind)
