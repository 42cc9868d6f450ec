"""The Django app of the planning pages; what it keeps are jobs, and the kernel keeps the plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans asked for, watched, compared, taken."""

    name = "nuanxin.web.plans"
    label = "web_plans"
    verbose_name = "谋划页面"

    def ready(self) -> None:
        """Make planning known as long work; runs, and plans that wait for a decision, as something to do."""
        from nuanxin.web.jobs.kinds import register_kind
        from nuanxin.web.plans.waiting import plans_waiting, runs_waiting
        from nuanxin.web.plans.work import KINDS
        from nuanxin.web.today.hands import register_hand

        for kind in KINDS:
            register_kind(kind)
        register_hand(runs_waiting)
        register_hand(plans_waiting)
