"""People 人员: the security administrator's pages. Who is here, with which roles; changing it."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access import accounts, actions
from nuanxin.kernel.access.models import ROLES, Account, Grant
from nuanxin.kernel.access.review import grants_due
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.accounts.happenings import SESSION_ENDED, note
from nuanxin.web.accounts.links import link_of
from nuanxin.web.accounts.numbers import number
from nuanxin.web.accounts.roster import colleagues, within_reach
from nuanxin.web.accounts.scopes import scope_of
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest, role

REFUSALS = (accounts.AccountRefused, actions.GrantRefused, ValueError, LookupError)
security = role("security")


@security
def people(request: SignedRequest) -> HttpResponse:
    """List everybody with an account within reach."""
    asked = request.GET.get("q", "").strip()
    some = colleagues(within_reach(request.actor, Account.objects.order_by("username")))
    shown = [each for each in some if not asked or asked in each.name or asked in each.account.username]
    due = grants_due(request.actor, number("review_days")).count()
    return render(request, "accounts/people.html", {"people": shown, "asked": asked, "due": due})


@security
def invite(request: SignedRequest) -> HttpResponse:
    """Ask whom to invite, and show the link, once."""
    given = {name: request.POST.get(name, "") for name in ("name", "username", "role", "area", "keeps")}
    picture = {"roles": ROLES, "given": given, "hours": number("invitation_hours")}
    if request.method == "POST":
        try:
            only, area = _scope(given["role"], given["keeps"], given["area"])
            outcome = accounts.invite(
                By(request.actor),
                given["name"],
                given["username"],
                given["role"],
                area,
                number("invitation_hours"),
                only,
            )
        except REFUSALS as refused:
            return render(request, "accounts/invite.html", {**picture, "said": said_of(refused)}, status=400)
        account, word = outcome.result
        return _shown(request, account, word)
    return render(request, "accounts/invite.html", picture)


@security
def person(request: SignedRequest, number_: int, said: str = "") -> HttpResponse:
    """Show one account: its roles, and what may be done with it."""
    account = _reached(request, number_)
    others = [
        each
        for each in within_reach(request.actor, Account.objects.filter(is_active=True))
        if each.pk != account.pk and each.party_id != request.actor.party
    ]
    picture = {
        "one": colleagues([account])[0],
        "others": colleagues(others),
        "sessions": UserSession.objects.filter(user=account).count(),
        "roles": ROLES,
        "said": said,
        "mine": account.party_id == request.actor.party,
    }
    return render(request, "accounts/person.html", picture, status=400 if said else 200)


@security
@require_POST
def change(request: SignedRequest, number_: int) -> HttpResponse:
    """Do one thing with an account, as the button says; refused, the page says why."""
    account, verb = _reached(request, number_), request.POST.get("verb", "")
    if verb not in _VERBS:
        raise Http404(_("There is no such thing to do."))
    try:
        answer = _VERBS[verb](request, account)
    except REFUSALS as refused:
        return person(request, number_, said=said_of(refused))
    return answer or redirect("person", number_=account.pk)


def _grant(request: SignedRequest, account: Account) -> None:
    role_, keeps, area = (request.POST.get(name, "") for name in ("role", "keeps", "area"))
    only, code = _scope(role_, keeps, area)
    actions.grant(By(request.actor), account.party_id, role_, code, only)


def _scope(role_: str, keeps: str, area: str) -> tuple[actions.Only, int]:
    return scope_of(role_, keeps, code_of(area) if area.strip() else None)


def _revoke(request: SignedRequest, account: Account) -> None:
    known = Grant.objects.get(pk=whole(request.POST.get("grant")), party_id=account.party_id)
    actions.revoke(By(request.actor), account.party_id, known.role, known.area, actions.Only.of(known))


def _close(request: SignedRequest, account: Account) -> None:
    accounts.close_account(By(request.actor), account)
    end_sessions(request, account)


def _reopen(request: SignedRequest, account: Account) -> None:
    accounts.reopen_account(By(request.actor), account)


def _unlock(request: SignedRequest, account: Account) -> None:
    accounts.unlock(By(request.actor), account)


def _end(request: SignedRequest, account: Account) -> None:
    end_sessions(request, account)


def _link(request: SignedRequest, account: Account) -> HttpResponse:
    word = accounts.invite_again(By(request.actor), account, number("invitation_hours")).result
    return _shown(request, account, word)


def _hand_over(request: SignedRequest, account: Account) -> None:
    to = Account.objects.get(pk=whole(request.POST.get("successor")))
    accounts.hand_over(By(request.actor), account, to)
    end_sessions(request, account)


_VERBS: dict[str, Callable[[SignedRequest, Account], HttpResponse | None]] = {
    "grant": _grant,
    "revoke": _revoke,
    "close": _close,
    "reopen": _reopen,
    "unlock": _unlock,
    "end": _end,
    "link": _link,
    "hand_over": _hand_over,
}


@security
def review(request: SignedRequest) -> HttpResponse:
    """List the grants due to be looked at again; confirm or revoke those chosen, in one go."""
    said = ""
    if request.method == "POST":
        chosen = [whole(each) for each in request.POST.getlist("grant")]
        try:
            _decide(request, chosen)
            return redirect("review_grants")
        except REFUSALS as refused:
            said = said_of(refused)
    days = number("review_days")
    due = list(grants_due(request.actor, days))
    held = colleagues(
        Account.objects.filter(party_id__in={each.party_id for each in due})
        .select_related("party")
        .prefetch_related("party__grants")
    )
    wanted = {each.pk for each in due}
    rows = [(one, grant) for one in held for grant in one.grants if grant.id in wanted]
    picture = {"rows": rows, "days": days, "said": said}
    return render(request, "accounts/review.html", picture, status=400 if said else 200)


def _decide(request: SignedRequest, chosen: list[int]) -> None:
    if request.POST.get("verb") == "confirm":
        actions.confirm_grants(By(request.actor), chosen)
        return
    for each in Grant.objects.filter(pk__in=chosen):
        actions.revoke(By(request.actor), each.party_id, each.role, each.area, actions.Only.of(each))


def end_sessions(request: HttpRequest, account: Account) -> None:
    """End every session of an account."""
    for session in UserSession.objects.filter(user=account):
        session.end()
    note(request, SESSION_ENDED, request.actor.party, about=f"account:{account.pk}")  # type: ignore[attr-defined]


def code_of(text: str) -> int:
    """Return the area somebody typed: a code of 2 to 12 digits. Raises ValueError in words."""
    try:
        return area_of(full(text.strip())).code
    except (ValueError, LookupError):
        raise ValueError(_("“%(area)s” is no code of an area; 1508 is one.") % {"area": text[:20]}) from None


def said_of(refused: Exception) -> str:
    """Return why something was refused, in words; a mere fault of the address says so."""
    known = isinstance(refused, accounts.AccountRefused | actions.GrantRefused) or type(refused) is ValueError
    return str(refused) if known else _("What you chose is not there any more. Look again.")


def _reached(request: SignedRequest, number_: int) -> Account:
    found = within_reach(request.actor, Account.objects.filter(pk=number_))
    if not found:
        raise Http404(_("There is no such account within your area."))
    return found[0]


def _shown(request: SignedRequest, account: Account, word: str) -> HttpResponse:
    picture = {
        "account": account,
        "name": account.party.name,
        "link": link_of(request, word),
        "hours": number("invitation_hours"),
    }
    return render(request, "accounts/link.html", picture)
