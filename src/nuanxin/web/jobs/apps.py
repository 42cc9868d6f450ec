"""The Django app of long work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that outlasts a request."""

    name = "nuanxin.web.jobs"
    label = "jobs"
    verbose_name = "后台任务"
