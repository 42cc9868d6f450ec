"""Administrators at their pages: invite, grant, close, hand over, review; none does another's work."""

import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone, translation

from nuanxin.kernel.access.accounts import DUTIES
from nuanxin.kernel.access.models import Account, Grant, Invitation
from nuanxin.kernel.access.ranges import held, roles_of
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.parties.models import Party
from nuanxin.site.commands import door
from nuanxin.web.accounts.first import first_link
from nuanxin.web.jobs.models import Job
from tests.accounts.conftest import WORD
from tests.accounts.test_policy import code_of, set_up_app

FRESH = "Brand-new-word-5"
NEWCOMER = {"name": "新来者（示例）", "username": "newcomer", "role": "clerk", "area": "1508"}


def link_in(answer):
    return re.search(r"/invitation/\?word=[\w-]+", answer.content.decode())[0]


def choose(client, link, word=FRESH, **more):
    return client.post(
        "/invitation/", {"word": link.partition("=")[2], "password": word, "again": word, **more}
    )


def do(client, account, verb, **facts):
    return client.post(f"/accounts/{account.pk}/change/", {"verb": verb, **facts})


def test_invited_sets_a_password_sets_up_an_app_and_signs_in(as_, browser, settings):
    settings.NUANXIN_MFA = "all"
    link = link_in(as_("security").post("/accounts/invite/", NEWCOMER))
    guest = browser()
    assert "newcomer" in guest.get(link).content.decode()
    assert "at least 10" in choose(guest, link, "short").content.decode()
    assert "is kept" in choose(guest, link).content.decode()
    assert guest.get(link).status_code == 410, "a link opens once"
    assert guest.post("/account/login/", {"login": "newcomer", "password": FRESH}).status_code == 302
    assert guest.get("/")["Location"] == "/account/two-step/app/"
    secret, _ = set_up_app(guest, FRESH)
    assert "Bayannur" in guest.get("/me/").content.decode()
    assert code_of(secret)
    again = browser()
    assert (
        "authenticate" in again.post("/account/login/", {"login": "newcomer", "password": FRESH})["Location"]
    )


def test_a_link_runs_out_and_a_new_one_ends_the_old(as_, browser, people):
    security = as_("security")
    first = link_in(do(security, people["clerk"], "link"))
    second = link_in(do(security, people["clerk"], "link"))
    assert browser().get(first).status_code == 410
    Invitation.objects.update(expires_at=timezone.now())
    assert browser().get(second).status_code == 410
    assert not Invitation.objects.filter(digest__contains=second.partition("=")[2]).exists()


@pytest.mark.parametrize(
    "wrong", [{"username": "clerk"}, {"username": "a b"}, {"area": "99"}, {"name": " "}, {"role": "king"}]
)
def test_a_faulty_invitation_says_why_and_makes_nothing(as_, people, wrong):
    answer = as_("security").post("/accounts/invite/", {**NEWCOMER, **wrong})
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert Account.objects.count() == len(people)


def test_wrong_five_times_locked_unlocked(as_, browser, people):
    for _ in range(5):
        browser().post("/account/login/", {"login": "clerk", "password": "Wrong-word-2741"})
    security = as_("security")
    assert "locked" in security.get(f"/accounts/{people['clerk'].pk}/").content.decode()
    do(security, people["clerk"], "unlock")
    assert browser().post("/account/login/", {"login": "clerk", "password": WORD}).status_code == 302


def test_a_closed_account_is_out_at_once(as_, browser, people):
    clerk, security = as_("clerk"), as_("security")
    assert clerk.get("/me/").status_code == 200
    do(security, people["clerk"], "close")
    assert clerk.get("/me/").status_code == 302
    answer = browser().post("/account/login/", {"login": "clerk", "password": WORD}, follow=True)
    assert "is closed" in answer.content.decode()
    do(security, people["clerk"], "reopen")
    assert browser().post("/account/login/", {"login": "clerk", "password": WORD})["Location"] == "/"


def test_a_leaver_is_handed_over_in_one_act(as_, people):
    moved = []
    DUTIES.append(lambda act, old, new: moved.append((old, new)) or 3)
    try:
        before = Act.objects.count()
        leaver = as_("bayannur")
        waiting = Job.objects.create(owner=people["bayannur"].party, kind="preview", title="x", state="done")
        over = Job.objects.create(owner=people["bayannur"].party, kind="export", title="y", state="done")
        do(as_("security"), people["bayannur"], "hand_over", successor=people["leader"].pk)
    finally:
        DUTIES.pop()
    assert Act.objects.count() == before + 1
    waiting.refresh_from_db()
    over.refresh_from_db()
    assert waiting.owner == people["leader"].party, "the workbook that waits is the successor's to post"
    assert over.owner == people["bayannur"].party, "what is done stays whose it was"
    assert moved == [(people["bayannur"].party_id, people["leader"].party_id)]
    held.changed()
    assert roles_of(people["leader"].actor) == ("reader", "clerk")
    assert not Grant.objects.filter(party=people["bayannur"].party_id).exists()
    assert leaver.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("leaver", "successor"), [("clerk", "audit"), ("clerk", "security"), ("audit", "system")]
)
def test_a_hand_over_keeps_duties_apart(as_, people, leaver, successor):
    answer = do(as_("security"), people[leaver], "hand_over", successor=people[successor].pk)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert Account.objects.get(username=leaver).is_active
    assert Grant.objects.filter(party=people[leaver].party_id).exists()


def test_roles_are_given_and_taken_by_another(as_, people):
    security, clerk = as_("security"), people["clerk"]
    do(security, clerk, "grant", role="reviewer", area="150826")
    grant = Grant.objects.get(party=clerk.party_id, role="reviewer")
    do(security, clerk, "revoke", grant=grant.pk)
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert do(security, people["security"], "grant", role="clerk", area="15").status_code == 400
    assert do(security, people["security"], "close").status_code == 400
    assert do(security, people["audit"], "grant", role="clerk", area="15").status_code == 400
    assert do(security, clerk, "sing").status_code == 404


PAGES = {
    "security": ["/accounts/", "/accounts/invite/", "/accounts/review/"],
    "audit": ["/audit/", "/audit/lines.csv"],
}


@pytest.mark.parametrize("name", ["security", "system", "audit", "clerk", "reviewer", "leader"])
def test_no_administrator_does_anothers_work(as_, people, name):
    client = as_(name)
    for owner, addresses in PAGES.items():
        for address in addresses:
            assert client.get(address).status_code == (200 if name == owner else 403), address
    if name != "security":
        assert client.post("/accounts/invite/", NEWCOMER).status_code == 403
        assert do(client, people["leader"], "close").status_code == 403
    if name != "audit":
        assert client.post("/audit/verify/").status_code == 403
    if name in PAGES or name == "system":
        assert client.get("/ledger/").status_code == 403


def test_a_security_administrator_reaches_his_area_only(as_, people):
    Grant.objects.filter(role="security").update(area=150800000000)
    held.changed()
    client = as_("security")
    shown = client.get("/accounts/").content.decode()
    assert "bayannur" in shown and ">reviewer<" not in shown
    assert client.get(f"/accounts/{people['reviewer'].pk}/").status_code == 404
    assert do(client, people["reviewer"], "close").status_code == 404
    assert client.post("/accounts/invite/", {**NEWCOMER, "area": "1502"}).status_code == 403


def test_grants_come_up_for_review_and_are_confirmed_or_revoked(as_, people):
    Grant.objects.update(confirmed_at=timezone.now() - timedelta(days=179))
    client = as_("security")
    assert "Nothing is due" in client.get("/accounts/review/").content.decode()
    Grant.objects.update(confirmed_at=timezone.now() - timedelta(days=181))
    assert "not been looked at" in client.get("/me/").content.decode()
    rows = client.get("/accounts/review/").context["rows"]
    assert len(rows) == Grant.objects.exclude(party=people["security"].party_id).count()
    keep, drop = rows[0][1].id, rows[1][1].id
    client.post("/accounts/review/", {"verb": "confirm", "grant": [keep]})
    client.post("/accounts/review/", {"verb": "revoke", "grant": [drop]})
    assert len(client.get("/accounts/review/").context["rows"]) == len(rows) - 2
    assert not Grant.objects.filter(pk=drop).exists()
    own = Grant.objects.get(party=people["security"].party_id)
    answer = client.post("/accounts/review/", {"verb": "confirm", "grant": [own.pk]})
    assert answer.status_code == 400 and "Nobody confirms his own" in answer.content.decode()


def test_the_first_administrator_is_made_in_the_browser(divisions, browser):
    held.changed()
    link = first_link()
    guest = browser()
    page = guest.get(link[link.index("/invitation") :])
    assert "The first administrator" in page.content.decode()
    answer = choose(guest, link, name="首任（示例）", username="chief")
    assert "is kept" in answer.content.decode() and first_link() == ""
    assert guest.post("/account/login/", {"login": "chief", "password": FRESH}).status_code == 302
    assert guest.get("/accounts/")["Location"] == "/account/two-step/app/"
    set_up_app(guest, FRESH)
    assert "chief" in guest.get("/accounts/").content.decode()
    assert choose(browser(), link, name="二任", username="second").status_code == 410


def test_where_the_city_names_people_the_link_is_the_chiefs(people, browser):
    for account in people.values():
        account.set_unusable_password()
        account.save()
    link = first_link()
    guest = browser()
    assert "security" in guest.get(link[link.index("/invitation") :]).content.decode()
    assert "is kept" in choose(guest, link).content.decode()
    assert first_link() == ""
    assert Party.objects.filter(account__isnull=False).count() == len(people)


def test_the_console_helps_where_nobody_can_sign_in(people, browser):
    def run(*words):
        with translation.override("en"):
            return CliRunner().invoke(door, words)

    link = run("accounts", "link", "clerk").output
    assert "is kept" in choose(browser(), link.strip()[link.index("/invitation") :]).content.decode()
    assert "open     clerk" in run("accounts", "list").output
    for _ in range(5):
        browser().post("/account/login/", {"login": "clerk", "password": "Wrong-word-2741"})
    assert "unlocked" in run("accounts", "unlock", "clerk").output
    assert browser().post("/account/login/", {"login": "clerk", "password": FRESH}).status_code == 302
    assert "closed" in run("accounts", "close", "clerk").output
    assert not Account.objects.get(username="clerk").is_active
    assert "no account" in run("accounts", "close", "nobody").output
    assert "No sealed range" in run("prune").output
