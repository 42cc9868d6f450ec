"""Webhooks: signed, retried, parked; nothing committed is lost, and what arrives twice is known by its id."""

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db.models import F
from django.utils import timezone

from conftest import nuanxin, python
from nuanxin.api.actions import TokenRefused, subscribe, unsubscribe
from nuanxin.api.hooks import outbox, receivers
from nuanxin.api.hooks.events import KINDS
from nuanxin.api.hooks.receivers import ReceiverRefused, judged
from nuanxin.api.hooks.signing import secret_of, signature
from nuanxin.api.models import Delivery
from nuanxin.kernel.access.ranges import LacksRole
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.seals import seal
from tests.people import client_of


class Receiver:
    """Another system on this machine: it answers as it is told to, and remembers what it got."""

    def __init__(self):
        self.got, self.status, self.slow_s = [], 204, 0.0
        outer = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers.items()), body))
                time.sleep(outer.slow_s)
                try:
                    self.send_response(outer.status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    return

            def log_message(self, *_what):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/nuanxin?from=office"

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.got]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver(settings, monkeypatch):
    settings.NUANXIN_WEBHOOKS_INSIDE = True
    monkeypatch.setenv("NUANXIN_WEBHOOKS_INSIDE", "1")
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def subscribed(people, receiver):
    return subscribe(By(people["system"]), "上级平台（示例）", receiver.url, list(KINDS)).result


def close(people, month=202401):
    area = 150800000000
    return close_month(
        By(people["reviewer"]), programme=2, area=area, last_area=area + 10**8 - 1, month=month
    )


def due_now():
    Delivery.objects.filter(state=Delivery.WAITING).update(due_at=timezone.now())


def test_what_happens_is_told_once_signed_and_without_names(people, receiver, subscribed):
    close(people)
    seal()
    assert outbox.gather() == 2 and outbox.gather() == 0
    assert outbox.send_due() == 2 and outbox.send_due() == 0
    assert {json.loads(body)["type"] for _, body in receiver.got} == {"month.closed", "seal.made"}
    for headers, body in receiver.got:
        stamp, identity = int(headers["webhook-timestamp"]), headers["webhook-id"]
        assert headers["webhook-signature"] == signature(secret_of(subscribed.nonce), identity, stamp, body)
        assert not any(person.name.partition("（")[0] in body.decode() for person in people.values())
    told = json.loads(receiver.got[0][1])["data"]
    assert told["month"] == "2024-01" and told["area"] == "150800000000"


def test_what_was_before_the_subscription_is_not_told(receiver, subscribed):
    assert outbox.gather() == 0


def test_a_failure_is_tried_again_later_and_later_then_parked(people, receiver, subscribed):
    close(people)
    receiver.status = 500
    outbox.gather()
    waits = []
    for _ in range(3):
        outbox.send_due()
        each = Delivery.objects.get()
        waits.append((each.due_at - timezone.now()).total_seconds())
        due_now()
    assert waits == sorted(waits) and waits[0] > 3 and each.attempts == 3 and each.status == 500
    Delivery.objects.update(made_at=F("made_at") - timedelta(days=4))
    outbox.send_due()
    assert Delivery.objects.get().state == Delivery.PARKED
    due_now()
    assert outbox.send_due() == 0
    receiver.status = 204
    page = client_of("system")
    listed = page.get("/webhooks/").content.decode()
    assert Delivery.objects.get().identity in listed
    page.post(f"/webhooks/deliveries/{Delivery.objects.get().pk}/again/")
    assert outbox.send_due() == 1
    assert len(set(receiver.ids)) == 1 and len(receiver.ids) == 5


def test_a_receiver_that_is_slow_or_gone_is_tried_again(people, receiver, subscribed, monkeypatch):
    monkeypatch.setattr(receivers, "TIMEOUT_S", 0.3)
    close(people)
    receiver.slow_s = 1.0
    outbox.gather()
    assert outbox.send_due() == 0 and Delivery.objects.get().fault == "TimeoutError"
    receiver.slow_s = 0.0
    due_now()
    assert outbox.send_due() == 1
    assert receiver.ids[0] == receiver.ids[1]


def test_a_redirect_is_not_followed(people, receiver, subscribed):
    close(people)
    receiver.status = 302
    outbox.gather()
    assert outbox.send_due() == 0 and len(receiver.got) == 1


KILLED_AFTER_COMMIT = """
import os, signal, django; django.setup()
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.closings import close_month
close_month(By(Actor(1, "x")), programme=2, area=150800000000, last_area=150899999999, month=202402)
os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED_AFTER_SENDING = """
import os, signal, django; django.setup()
from nuanxin.api.hooks import outbox
outbox._note = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
outbox.gather(); outbox.send_due()
"""


def test_killed_between_commit_and_sending_nothing_is_lost_and_twice_is_known(demo, receiver, subscribed):
    assert python(demo, "-c", KILLED_AFTER_COMMIT, check=False).returncode == -9
    assert python(demo, "-c", KILLED_AFTER_SENDING, check=False).returncode == -9
    assert len(receiver.got) == 1 and Delivery.objects.get().state == Delivery.WAITING
    due_now()
    assert outbox.send_due() == 1
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"] and first[1] == second[1]


def test_an_ended_subscription_is_told_nothing(people, receiver, subscribed):
    close(people)
    unsubscribe(By(people["system"]), subscribed.pk)
    assert outbox.gather() == 0 and outbox.send_due() == 0 and receiver.got == []


def test_only_the_system_administrator_subscribes(people, receiver):
    for who in ("security", "audit", "clerk", "leader"):
        with pytest.raises(LacksRole):
            subscribe(By(people[who]), "x", receiver.url, ["seal.made"])
        assert client_of(who).get("/webhooks/").status_code == 403
    with pytest.raises(TokenRefused):
        subscribe(By(people["system"]), "x", receiver.url, ["everything"])


@pytest.mark.parametrize(
    "url",
    [
        "http://198.51.100.7/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest/",
        "https://[::ffff:192.168.1.1]/",
        "https://user:word@93.184.216.34/",
        "https://0.0.0.0/",
        "ftp://93.184.216.34/",
        "https://localhost/",
        "https:///nowhere",
        "https://93.184.216.34:99999/",
    ],
)
def test_addresses_inside_and_in_clear_are_refused(url):
    with pytest.raises(ReceiverRefused):
        judged(url)


def test_an_address_outside_is_let_pass():
    assert judged("https://93.184.216.34/hook") == ("93.184.216.34", 443)


def test_the_worker_tells_them_too(demo, people, receiver, subscribed):
    close(people)
    told = nuanxin(demo, "worker", "--once")
    assert told.returncode == 0 and len(receiver.got) == 1
    close(people, 202403)
    assert "1 arrived" in nuanxin(demo, "deliver", "--once").stdout
