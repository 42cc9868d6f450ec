"""Withdrawing 撤回: one person asks with a reason in both languages, another confirms."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuanxin.kernel.bulletins.models import Bulletin, Withdrawal
from nuanxin.kernel.bulletins.withdrawing import (
    WithdrawalRefused,
    ask_withdrawal,
    refuse_withdrawal,
    withdraw,
)
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.routes import SignedRequest, role

signers = role("reviewer", "publisher")


@signers
def withdrawal(request: SignedRequest, number: str) -> HttpResponse:
    """Ask for a bulletin's withdrawal, confirm it, or let the bulletin stand."""
    bulletin = get_object_or_404(Bulletin, number=number)
    if request.method != "POST":
        return _page(request, bulletin)
    by, step = By(request.actor), request.POST.get("step", "")
    try:
        if step == "ask":
            words = (request.POST.get(name, "") for name in ("reason_zh", "reason_en"))
            ask_withdrawal(by, number, *words)
            return redirect("bulletin_withdraw", number)
        if step == "withdraw":
            withdraw(by, number)
        elif step == "refuse":
            refuse_withdrawal(by, number)
    except WithdrawalRefused as error:
        return _page(request, bulletin, str(error), 409)
    return redirect("bulletin", number)


def _page(request: SignedRequest, bulletin: Bulletin, said: str = "", status: int = 200) -> HttpResponse:
    asked = Withdrawal.objects.filter(bulletin=bulletin).first()
    mine = asked is not None and asked.asked_party == request.actor.party
    picture = {"bulletin": bulletin, "asked": asked, "mine": mine, "said": said}
    return render(request, "web/editor/withdraw.html", picture, status=status)
