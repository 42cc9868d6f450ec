"""Signing in and out, one's own sessions, and which doors there are at all."""

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from nuanxin.kernel.access.accounts import CONSOLE, AccountRefused, open_account
from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.kernel.parties.models import Party
from nuanxin.site.city import settle_people
from nuanxin.site.demo_accounts import keep_demo_accounts
from nuanxin.web.signed import SEEN, SINCE
from tests.accounts.conftest import WORD


def test_one_signs_in_and_out(people, english):
    answer = english.post("/account/login/", {"login": "Clerk ", "password": WORD})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert "田小满" in english.get("/me/").content.decode()
    english.post("/account/logout/")
    assert english.get("/me/").status_code == 302


def test_a_wrong_word_and_an_unknown_name_get_the_same_answer(people, english):
    wrong = english.post("/account/login/", {"login": "clerk", "password": "Wrong-word-2741"})
    unknown = english.post("/account/login/", {"login": "nobody", "password": "Wrong-word-2741"})
    bare = [
        answer.content.decode().replace(name, "X").split("</header>")[1]
        for answer, name in ((wrong, "clerk"), (unknown, "nobody"))
    ]
    assert "do not belong together" in bare[0]
    assert _without_tokens(bare[0]) == _without_tokens(bare[1])


def _without_tokens(page):
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "socialaccount_connections"]
)
def test_nobody_signs_up_and_nothing_goes_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_set_up_opens_an_account_for_everybody_without_a_password(divisions, city):
    settle_people(city)
    accounts = Account.objects.all()
    assert {each.username for each in accounts} == {person.login for person in city.people.values()}
    assert not any(each.has_usable_password() for each in accounts)
    settle_people(city)
    assert Account.objects.count() == len(city.people)


def test_only_invented_people_get_a_demonstration_password(divisions, city):
    settle_people(city)
    Party.objects.filter(account__username="clerk").update(demonstration=False)
    given = keep_demo_accounts(city)
    kept = settings.NUANXIN["data"] / "demo-accounts.txt"
    assert "clerk" not in given and "leader" in given
    assert kept.stat().st_mode & 0o777 == 0o600 and "clerk " not in kept.read_text()
    assert Account.objects.get(username="leader").check_password(given["leader"])
    assert not Account.objects.get(username="clerk").has_usable_password()
    assert keep_demo_accounts(city) == given


def test_a_sign_in_name_is_plain_and_ones_own(people):
    party = Party.objects.create(kind="person", name="新来（示例）", demonstration=True)
    for name in ("", "田小满", "a b", "clerk"):
        with pytest.raises(AccountRefused):
            open_account(By(CONSOLE), party.id, name, 150000000000)


def test_one_ends_a_session_of_ones_own_and_no_other(as_):
    first, second, stranger = as_("clerk"), as_("clerk"), as_("reviewer")
    page = first.get("/account/sessions/")
    other = next(each for each in page.context["sessions"] if each.session_key != first.session.session_key)
    assert stranger.post("/account/sessions/end/", {"session": other.pk}).status_code == 404
    assert first.post("/account/sessions/end/", {"session": other.pk}).status_code == 302
    assert second.get("/me/").status_code == 302
    assert first.get("/me/").status_code == 200


def test_who_is_idle_is_signed_out(as_):
    client = as_("clerk")
    assert client.get("/me/").status_code == 200
    kept = client.session
    kept[SEEN] -= 20 * 60 - 5
    kept.save()
    assert client.get("/me/").status_code == 200
    kept = client.session
    kept[SEEN] -= 20 * 60 + 5
    kept.save()
    assert client.get("/me/").status_code == 302
    assert JournalEvent.objects.filter(verb="access.idled_out").count() == 1


def test_no_session_outlasts_its_hours(as_):
    client = as_("clerk")
    assert client.get("/me/").status_code == 200
    kept = client.session
    kept[SINCE] -= 12 * 3600 - 5
    kept.save()
    assert client.get("/me/").status_code == 200
    kept = client.session
    kept[SINCE] -= 10
    kept.save()
    assert client.get("/me/").status_code == 302
    assert JournalEvent.objects.filter(verb="access.timed_out").count() == 1


def test_no_exact_address_is_kept(as_):
    from allauth.usersessions.models import UserSession

    from nuanxin.web.accounts.adapters import coarse

    as_("clerk")
    assert UserSession.objects.get().ip == "127.0.0.0"
    assert coarse("10.1.2.3") == "10.1.2.0" and coarse("2001:db8:1:2::3") == "2001:db8:1::"
    assert coarse("?") == "0.0.0.0"
