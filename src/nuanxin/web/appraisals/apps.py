"""The Django app of the appraisals; it keeps nothing."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """Marks given to places."""

    name = "nuanxin.web.appraisals"
    label = "appraisals"
    verbose_name = "评定"
