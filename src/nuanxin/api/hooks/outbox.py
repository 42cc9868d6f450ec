"""The outbox 发件箱: what each subscriber is still to be told, again until they have it.

``gather`` reads on in the ledger and writes deliveries; ``send_due`` sends those that are due. Both may be
killed at any moment: the place one has read to and the deliveries are committed together, and a delivery
is done only once its receiver said so. It may arrive twice then, under the same id.
"""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException

from django.db import transaction
from django.utils import timezone

from nuanxin.api.hooks.events import Event, events_of, seals_of
from nuanxin.api.hooks.receivers import ReceiverRefused, deliver
from nuanxin.api.hooks.signing import secret_of, signature
from nuanxin.api.models import Delivery, Subscription
from nuanxin.kernel.ledger.models import Act, Head

BATCH = 500
BACK_OFF_S = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800)
"""How long one waits after each failure; the last of them again and again."""
GIVEN_UP = timedelta(days=3)
"""After so long a delivery is parked, for somebody to look at."""
KEPT = timedelta(days=30)
"""Deliveries that arrived are kept so long."""


def gather() -> int:
    """Write a delivery for everything that happened since the last look; return how many."""
    written = 0
    for identity in Subscription.objects.filter(ended_on=None).values_list("pk", flat=True):
        more = True
        while more:
            count, more = _gather(identity)
            written += count
    return written


def _gather(identity: int) -> tuple[int, bool]:
    """Read on for one subscription by one batch; return how many deliveries, and whether more is there."""
    newest_act = Act.objects.order_by("-number").values_list("number", flat=True).first() or 0
    newest_head = Head.objects.order_by("-number").values_list("number", flat=True).first() or 0
    with transaction.atomic():
        mine = Subscription.objects.select_for_update().filter(pk=identity, ended_on=None).first()
        if mine is None or (mine.acts_read, mine.heads_read) == (newest_act, newest_head):
            return 0, False
        last = min(newest_act, mine.acts_read + BATCH)
        fresh = [each for each in _between(mine, last, newest_head) if each.kind in mine.kinds.split()]
        made = Delivery.objects.bulk_create([_delivery(mine, each) for each in fresh], ignore_conflicts=True)
        read = {"acts_read": last, "heads_read": newest_head}
        Subscription.objects.filter(pk=identity).update(**read)
    return len(made), last < newest_act


def _between(mine: Subscription, last_act: int, last_head: int) -> Iterator[Event]:
    yield from events_of(mine.acts_read + 1, last_act)
    yield from seals_of(mine.heads_read + 1, last_head)


def _delivery(mine: Subscription, event: Event) -> Delivery:
    body = {"type": event.kind, "timestamp": event.at.isoformat(), "data": event.told}
    now = timezone.now()
    text = json.dumps(body, ensure_ascii=False)
    return Delivery(subscription=mine, event=event.identity, body=text, made_at=now, due_at=now)


def send_due(limit: int = 100) -> int:
    """Send what is due, the longest waiting first; return how many arrived."""
    due = Delivery.objects.filter(
        state=Delivery.WAITING, due_at__lte=timezone.now(), subscription__ended_on=None
    )
    arrived = 0
    for each in due.select_related("subscription").order_by("due_at", "pk")[:limit]:
        if _claimed(each):
            arrived += _send(each)
    Delivery.objects.filter(state=Delivery.ARRIVED, made_at__lt=timezone.now() - KEPT).delete()
    return arrived


def _claimed(each: Delivery) -> bool:
    """Take a delivery for this process; another one looks again only after the longest a sending takes."""
    later = timezone.now() + timedelta(seconds=60)
    mine = Delivery.objects.filter(pk=each.pk, state=Delivery.WAITING, due_at=each.due_at)
    return bool(mine.update(due_at=later))


def _send(each: Delivery) -> bool:
    """Send one delivery and note what came of it."""
    now, body = int(time.time()), each.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Nuanxin-Webhooks/1",
        "webhook-id": each.identity,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret_of(each.subscription.nonce), each.identity, now, body),
    }
    try:
        status, fault = deliver(each.subscription.url, body, headers), ""
    except (ReceiverRefused, OSError, HTTPException) as error:
        status, fault = 0, type(error).__name__
    arrived = 200 <= status < 300
    _note(each, status, fault, arrived)
    return arrived


def _note(each: Delivery, status: int, fault: str, arrived: bool) -> None:
    each.attempts += 1
    each.status, each.fault = status, fault[:60]
    if arrived:
        each.state = Delivery.ARRIVED
    elif timezone.now() - each.tried_since > GIVEN_UP:
        each.state = Delivery.PARKED
    wait = BACK_OFF_S[min(each.attempts, len(BACK_OFF_S)) - 1]
    each.due_at = timezone.now() + timedelta(seconds=wait)
    each.save(update_fields=["attempts", "status", "fault", "state", "due_at"])


def send_again(delivery: Delivery) -> None:
    """Put a parked delivery back into the queue, for another three days, under the same id."""
    now = timezone.now()
    again = Delivery.objects.filter(pk=delivery.pk, state=Delivery.PARKED)
    again.update(state=Delivery.WAITING, resent_at=now, due_at=now, attempts=0)
