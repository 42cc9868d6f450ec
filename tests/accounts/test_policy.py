"""Passwords, the lock, the second step: what is asked, and that no way around it is open."""

from datetime import timedelta
from itertools import pairwise

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conftest import python
from nuanxin.kernel.access.models import Account, SignInTry
from nuanxin.kernel.ledger.journal import FAILED
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.kernel.parties.models import Party
from nuanxin.web.accounts.adapters import Factors
from tests.accounts.conftest import WORD

WRONG = {"login": "clerk", "password": "Wrong-word-2741"}
RIGHT = {"login": "clerk", "password": WORD}


def change(client, old, new):
    return client.post("/account/password/", {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Sh0rt-one", "at least 10"),
        ("onlysmallletters", "Mix 3 kinds"),
        ("small-letters-only", "Mix 3 kinds"),
        ("Clerk-0001-a", ""),
        ("Password123", "too common"),
        ("Reviewer-1", "similar"),
        ("Other-word-3852", "last 5"),
        ("A1-" + "x" * 130, "at most 128"),
    ],
)
def test_a_password_is_long_mixed_rare_and_new(as_, word, said):
    client = as_("reviewer")
    assert change(client, WORD, "Other-word-3852").status_code == 302
    answer = change(client, "Other-word-3852", word)
    if said:
        assert answer.status_code == 200 and said in answer.content.decode()
    else:
        assert answer.status_code == 302


def test_the_last_five_do_not_return_but_the_sixth_does(as_, people):
    client, words = as_("clerk"), [WORD, *(f"Fresh-word-{n}{n}{n}" for n in range(1, 7))]
    assert change(client, WORD, words[1]).status_code == 302
    for old, new in pairwise(words[1:]):
        assert "last 5" in change(client, old, words[1]).content.decode()
        assert change(client, old, new).status_code == 302
    assert change(client, words[-1], words[1]).status_code == 302


def test_an_old_password_is_changed_before_anything_else(as_, people):
    client = as_("clerk")
    Party.objects.filter(account__username="clerk").update(demonstration=False)
    Account.objects.filter(username="clerk").update(password_set_at=timezone.now() - timedelta(days=89))
    assert client.get("/").status_code == 200
    Account.objects.filter(username="clerk").update(password_set_at=timezone.now() - timedelta(days=91))
    assert client.get("/")["Location"] == "/account/password/"
    assert "Your password is old" in client.get("/account/password/").content.decode()
    assert change(client, WORD, "Other-word-3852").status_code == 302
    assert client.get("/").status_code == 200


def test_five_wrong_words_lock_the_name_for_a_quarter_of_an_hour(people, browser):
    for _ in range(5):
        assert "do not belong together" in browser().post("/account/login/", WRONG).content.decode()
    locked = browser().post("/account/login/", RIGHT)
    assert locked.status_code == 200 and "Wait 15 minutes" in locked.content.decode()
    assert browser().post("/account/login/", {**RIGHT, "login": "reviewer"}).status_code == 302
    SignInTry.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert browser().post("/account/login/", RIGHT).status_code == 302
    verbs = list(JournalEvent.objects.order_by("number").values_list("verb", "outcome"))
    assert verbs.count(("access.sign_in_failed", FAILED)) == 5 and ("access.locked", "refused") in verbs


def test_an_unknown_name_is_locked_just_the_same(people, browser):
    for _ in range(5):
        browser().post("/account/login/", {**WRONG, "login": "nobody"})
    assert (
        "Wait 15 minutes" in browser().post("/account/login/", {**WRONG, "login": "nobody"}).content.decode()
    )


def test_a_right_word_forgets_the_wrong_ones(people, browser):
    for _ in range(2):
        for _ in range(4):
            browser().post("/account/login/", WRONG)
        assert browser().post("/account/login/", RIGHT).status_code == 302


def test_the_lock_covers_the_password_asked_again(as_):
    client = as_("clerk")
    for _ in range(5):
        client.post("/account/confirm/", {"password": "Wrong-word-2741"})
    assert "Wait 15 minutes" in client.post("/account/confirm/", {"password": WORD}).content.decode()


def test_one_address_does_not_try_the_names_of_a_whole_office(people, browser, monkeypatch):
    monkeypatch.setattr("nuanxin.web.accounts.lock.PER_ADDRESS", 1)
    for name in ("a1", "a2", "a3", "a4", "a5"):
        browser().post("/account/login/", {**WRONG, "login": name})
    assert "Wait 15 minutes" in browser().post("/account/login/", RIGHT).content.decode()
    elsewhere = Client(REMOTE_ADDR="10.9.8.7", headers={"accept-language": "en"})
    assert elsewhere.post("/account/login/", RIGHT).status_code == 302


def test_nothing_typed_is_kept(people, browser):
    browser().post("/account/login/", {"login": "i-typed-my-password-here", "password": "x"})
    kept = str(list(JournalEvent.objects.values())) + str(list(SignInTry.objects.values()))
    assert "typed" not in kept and "127.0.0.1" not in kept


def test_another_process_knows_of_the_wrong_tries(demo):
    script = """
import django; django.setup()
from django.test import Client
for _ in range(5): Client().post("/account/login/", {"login": "clerk", "password": "Wrong-word-2741"})
"""
    python(demo, "-c", script)
    cache.clear()
    words = dict(line.split() for line in (demo / "demo-accounts.txt").read_text().splitlines())
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/account/login/", {"login": "clerk", "password": words["clerk"]})
    assert "Wait 15 minutes" in answer.content.decode()


def set_up_app(client, word=WORD):
    """Confirm the password, set up an app, and return its secret and the recovery codes shown."""
    client.post("/account/confirm/?next=/account/two-step/app/", {"password": word})
    page = client.get("/account/two-step/app/")
    secret = page.context["form"].secret
    answer = client.post("/account/two-step/app/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    codes = client.get("/account/two-step/codes/").context["unused_codes"]
    return secret, codes


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(
    as_, browser, people, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up_app(as_("clerk"))
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept and Factors().decrypt(kept) == secret
    client = browser()
    answer = client.post("/account/login/", RIGHT)
    assert answer["Location"] == "/account/two-step/authenticate/"
    assert client.get("/me/").status_code == 302
    assert "not right" in client.post("/account/two-step/authenticate/", {"code": "000000"}).content.decode()
    cache.clear()  # the code of this half minute was used to set up
    assert client.post("/account/two-step/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/me/").status_code == 200
    other = browser()
    other.post("/account/login/", RIGHT)
    assert other.post("/account/two-step/authenticate/", {"code": codes[0]}).status_code == 302
    again = browser()
    again.post("/account/login/", RIGHT)
    assert "not right" in again.post("/account/two-step/authenticate/", {"code": codes[0]}).content.decode()
    verbs = set(JournalEvent.objects.values_list("verb", flat=True))
    assert {"access.factor_changed", "access.factor_failed", "access.signed_in"} <= verbs


def test_codes_are_tried_five_times_and_no_more(as_, browser, people):
    secret, _ = set_up_app(as_("clerk"))
    cache.clear()
    client = browser()
    client.post("/account/login/", RIGHT)
    for _ in range(5):
        client.post("/account/two-step/authenticate/", {"code": "000000"})
    answer = client.post("/account/two-step/authenticate/", {"code": code_of(secret)})
    assert "Wait 15 minutes" in answer.content.decode()


@pytest.mark.parametrize(
    ("demanded", "name", "led"),
    [
        ("administrators", "security", True),
        ("administrators", "clerk", False),
        ("all", "clerk", True),
        ("off", "security", False),
    ],
)
def test_a_second_step_is_asked_of_those_the_setting_names(as_, settings, demanded, name, led):
    settings.NUANXIN_MFA = demanded
    client = as_(name)
    assert client.get("/").status_code == 200, "an invented person is let off"
    Party.objects.filter(account__username=name).update(demonstration=False)
    answer = client.get("/")
    assert (answer.status_code == 302 and answer["Location"] == "/account/two-step/app/") is led
    if led:
        assert client.get("/ledger/")["Location"] == "/account/two-step/app/"
        set_up_app(client)
        assert client.get("/").status_code == 200
