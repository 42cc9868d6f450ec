"""A city's identity service (OIDC): it opens accounts that exist, joins each once, and never makes one."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from nuanxin.kernel.access.models import Account
from nuanxin.site.sign_in import demanded_of, identity_providers, origins

DOOR = "/account/identity/city/login/"


class Service(ThreadingHTTPServer):
    """A small identity service: it knows one person at a time."""

    person: ClassVar = {
        "sub": "p-1",
        "preferred_username": "clerk",
        "name": "田小满",
        "email": "clerk@example.org",
    }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        url = self.server.url
        if self.path.startswith("/.well-known/"):
            names = {"authorization": "/authorize", "token": "/token", "userinfo": "/userinfo"}
            told = {f"{name}_endpoint": f"{url}{path}" for name, path in names.items()}
            self.told({"issuer": url, "jwks_uri": f"{url}/keys", **told})
        else:
            self.told(self.server.person)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.told({"access_token": "t", "token_type": "Bearer", "expires_in": 60})

    def told(self, what: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *what: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings) -> Iterator[Service]:
    with Service(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SOCIALACCOUNT_PROVIDERS = identity_providers(server.url, "nuanxin", "secret")
        yield server
        server.shutdown()


def come(client, service, **person):
    """Go to the service and come back as somebody."""
    service.person = {**Service.person, **person}
    away = client.post(DOOR)
    assert away.status_code == 302 and away["Location"].startswith(f"{service.url}/authorize")
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(f"{DOOR}callback/", {"code": "c", "state": asked["state"][0]})


def test_the_door_offers_it_and_a_known_name_comes_in(people, english, service):
    assert "city's identity service" in english.get("/account/login/").content.decode()
    assert come(english, service)["Location"] == "/"
    assert english.get("/me/").status_code == 200
    joined = SocialAccount.objects.get()
    assert joined.user == people["clerk"] and joined.extra_data == {}


def test_an_unknown_name_opens_nothing_and_makes_nothing(people, english, service):
    answer = come(english, service, preferred_username="nobody")
    page = english.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "No account here" in page.content.decode()
    assert Account.objects.count() == len(people) and not SocialAccount.objects.exists()


def test_a_second_identity_does_not_take_an_account_over(people, browser, service):
    come(browser(), service)
    thief = browser()
    come(thief, service, sub="p-2")
    assert thief.get("/me/").status_code == 302
    known = browser()
    come(known, service, preferred_username="another-name-by-now")
    assert known.get("/me/").status_code == 200


def test_a_closed_account_stays_closed(people, browser, service):
    Account.objects.filter(username="clerk").update(is_active=False)
    client = browser()
    come(client, service)
    assert client.get("/me/").status_code == 302


def test_an_answer_nobody_asked_for_is_refused(people, english, service):
    answer = english.get(f"{DOOR}callback/", {"code": "c", "state": "made-up"})
    assert "did not let you in" in answer.content.decode()
    assert english.get("/me/").status_code == 302


def test_without_settings_there_is_no_such_door(people, english):
    assert "identity service" not in english.get("/account/login/").content.decode()
    assert english.post(DOOR).status_code == 404
    assert identity_providers("", "", "") == {} and origins("") == []
    assert origins("https://id.example.org/realm/x") == ["https://id.example.org"]
    with pytest.raises(ValueError, match="NUANXIN_MFA"):
        demanded_of("some")
