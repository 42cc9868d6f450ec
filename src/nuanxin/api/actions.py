"""Writes of the API's own things: tokens, subscriptions, calendars. Each is an act of the ledger."""

from datetime import date
from secrets import token_hex, token_urlsafe

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.api.hooks.events import KINDS
from nuanxin.api.hooks.receivers import judged
from nuanxin.api.models import ApiToken, CalendarAddress, Subscription
from nuanxin.api.scopes import SCOPES
from nuanxin.api.tokens import digest_of, fresh_secret, holds
from nuanxin.kernel.access import demand
from nuanxin.kernel.access.models import Account
from nuanxin.kernel.access.ranges import roles_of
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.parties.register import ensure

MOST_TOKENS = 20


class TokenRefused(ValueError):
    """A token may not be made or revoked so; the text says what to do instead."""


@action("api.make_token", zh="生成令牌", en="make a token")
def make_token(act: Act, name: str, scopes: list[str], expires_on: date | None) -> tuple[ApiToken, str]:
    """Make a token for oneself. Returns it with its secret, which is kept nowhere. Raises TokenRefused."""
    return _made(act, act.by.actor.party, name, scopes, expires_on)


@action("api.make_machine_token", zh="为系统生成令牌", en="make a token for a machine")
def make_machine_token(
    act: Act, client: str, scopes: list[str], expires_on: date | None
) -> tuple[ApiToken, str]:
    """Make a token for another system, entering it as an organisation of that name where it is new.

    Only a system administrator may, and never for somebody who signs in. What the machine sees and
    does is what a security administrator grants it. Raises LacksRole, TokenRefused.
    """
    demand(act.by.actor, ["system"])
    if not client.strip():
        raise TokenRefused(_("Name the system the token is for."))
    owner = ensure(act, "organisation", [client.strip()])[client.strip()]
    if Account.objects.filter(party_id=owner).exists():
        raise TokenRefused(_("That party signs in itself; it makes its own tokens."))
    return _made(act, owner, client.strip()[:60], scopes, expires_on)


@action("api.revoke_token", zh="撤销令牌", en="revoke a token")
def revoke_token(act: Act, prefix: str) -> bool:
    """Revoke a token at once: one's own, a machine's as system administrator, any as security administrator.

    Returns False where it was revoked before. Raises TokenRefused where it is none of those.
    """
    token = ApiToken.objects.select_related("owner__account").filter(prefix=prefix).first()
    actor = act.by.actor
    if token is None or not _may_revoke(token, actor.party, set(roles_of(actor))):
        raise TokenRefused(_("There is no such token among yours."))
    if token.revoked_on is not None:
        return False
    token.revoked_on = localdate()
    token.save(update_fields=["revoked_on"])
    act.about("api_token", prefix)
    return True


@action("api.subscribe", zh="订阅推送", en="subscribe a webhook")
def subscribe(act: Act, name: str, url: str, kinds: list[str]) -> Subscription:
    """Let another system be told of kinds of event from now on. Only a system administrator may.

    Raises LacksRole, TokenRefused, and ReceiverRefused where the address leads nowhere allowed.
    """
    demand(act.by.actor, ["system"])
    if not name.strip() or not kinds or set(kinds) - set(KINDS):
        raise TokenRefused(_("Give a name, and choose at least one kind of event."))
    judged(url)
    newest = Head.objects.order_by("-number").values_list("number", flat=True).first()
    made = Subscription.objects.create(
        name=name.strip()[:60],
        url=url[:400],
        kinds=" ".join(kind for kind in KINDS if kind in kinds),
        nonce=token_hex(32),
        made_by_id=act.by.actor.party,
        made_on=localdate(),
        acts_read=act.number,
        heads_read=newest or 0,
    )
    act.about("subscription", made.pk)
    return made


@action("api.unsubscribe", zh="停止推送", en="end a webhook")
def unsubscribe(act: Act, number: int) -> bool:
    """End a subscription; what waits for it is not sent. False where it ended before. Raises LacksRole."""
    demand(act.by.actor, ["system"])
    ended = Subscription.objects.filter(pk=number, ended_on=None).update(ended_on=localdate())
    if ended:
        act.about("subscription", number)
    return bool(ended)


@action("api.make_calendar", zh="生成日历地址", en="make a calendar address")
def make_calendar(act: Act) -> tuple[CalendarAddress, str]:
    """Make a secret calendar address for oneself; the one before is revoked. Returns it with its secret."""
    owner, secret = act.by.actor.party, token_urlsafe(32)
    CalendarAddress.objects.filter(owner_id=owner, revoked_on=None).update(revoked_on=localdate())
    made = CalendarAddress.objects.create(
        digest=digest_of(secret, "calendar"), owner_id=owner, made_on=localdate()
    )
    act.about("calendar", made.pk)
    return made, secret


@action("api.revoke_calendar", zh="撤销日历地址", en="revoke a calendar address")
def revoke_calendar(act: Act) -> bool:
    """Revoke one's calendar address at once; False where there is none."""
    mine = CalendarAddress.objects.filter(owner_id=act.by.actor.party, revoked_on=None)
    revoked = mine.update(revoked_on=localdate())
    if revoked:
        act.about("calendar", act.by.actor.party)
    return bool(revoked)


def _may_revoke(token: ApiToken, party: int, roles: set[str]) -> bool:
    machine = not hasattr(token.owner, "account")
    return token.owner_id == party or "security" in roles or (machine and "system" in roles)


def _made(
    act: Act, owner: int, name: str, scopes: list[str], expires_on: date | None
) -> tuple[ApiToken, str]:
    today = localdate()
    if not name.strip():
        raise TokenRefused(_("Give the token a name, so that you know it again."))
    if not scopes or set(scopes) - set(SCOPES):
        raise TokenRefused(_("Choose at least one thing the token is for."))
    if expires_on is not None and expires_on < today:
        raise TokenRefused(_("The last day of the token is past; choose a later one."))
    held = [each for each in ApiToken.objects.filter(owner_id=owner) if holds(each, today)]
    if len(held) >= MOST_TOKENS:
        raise TokenRefused(_("There are 20 tokens already; revoke one that is not used."))
    prefix, secret = fresh_secret()
    made = ApiToken.objects.create(
        prefix=prefix,
        digest=digest_of(secret),
        name=name.strip()[:60],
        owner_id=owner,
        made_by_id=act.by.actor.party,
        scopes=" ".join(scope for scope in SCOPES if scope in scopes),
        made_on=today,
        expires_on=expires_on,
    )
    act.about("api_token", prefix)
    return made, secret
