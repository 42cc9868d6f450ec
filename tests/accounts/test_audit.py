"""The audit log: searched by person, verb, area, days, outcome; taken along; verified."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import held
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.journal import record
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.web.accounts.happenings import SIGNED_IN

MOST_STATEMENTS = 15


def found(client, **query):
    return client.get("/audit/", query).context["lines"]


def test_acts_are_found_by_person_verb_and_day(as_, people):
    client, by = as_("audit"), By(people["security"].actor, note="her father is ill")
    grant(by, people["leader"].party_id, "clerk", 150826000000)
    lines = found(client, verb="access.grant", person=people["security"].party_id)
    assert lines and all(each.verb == "access.grant" and "齐安明" in each.who for each in lines)
    today = timezone.localdate().isoformat()
    assert found(client, first=today) and not found(client, last="2020-01-01")
    assert not found(client, person=people["clerk"].party_id)
    assert "father" not in client.get("/audit/").content.decode()


def test_events_are_found_by_outcome_and_area(as_, browser, people):
    browser().post("/account/login/", {"login": "clerk", "password": "Wrong-word-2741"})
    record(SIGNED_IN, people["clerk"].party_id, area=150826000000)
    client = as_("audit")
    failed = found(client, kind="events", outcome="failed")
    assert [each.verb for each in failed] == ["access.sign_in_failed"] and "田小满" in failed[0].who
    assert len(found(client, kind="events", area="1508")) == 1
    assert not found(client, kind="events", area="1502")
    assert "audit.searched" in {each.verb for each in found(client, kind="events")}


def test_nonsense_in_the_address_is_left_out(as_):
    client = as_("audit")
    for query in ("kind=x&person=x&first=x&area=x&offset=x", "area=999999999999999", "offset=-1", "verb=x"):
        assert client.get(f"/audit/?{query}").status_code == 200


def test_the_lines_are_taken_along(as_, people):
    client = as_("audit")
    answer = client.get("/audit/lines.csv?kind=events")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Number" and rows[-1][3] == "signed in" and len(rows) > 1
    assert JournalEvent.objects.filter(verb="audit.exported").exists()


def test_verification_is_carried_out_and_noted(as_):
    client = as_("audit")
    assert "Not verified yet" in client.get("/audit/").content.decode()
    assert client.post("/audit/verify/").status_code == 302
    assert "done" in client.get("/audit/").context["verified"].outcome
    assert "Last verified" in client.get("/audit/").content.decode()


def test_an_audit_administrator_looks_through_the_people_of_his_area_only(as_, people):
    as_("bayannur"), as_("reviewer")
    Grant.objects.filter(role="audit").update(area=150800000000)
    held.changed()
    client = as_("audit")
    who = {each.who for kind in ("acts", "events") for each in found(client, kind=kind)}
    assert any("云娜仁" in name for name in who) and not any("何秋实" in name for name in who)
    assert not found(client, kind="events", person=people["reviewer"].party_id)


def test_the_pages_ask_the_database_little(as_, people):
    for name, addresses in (
        ("audit", ["/audit/", "/audit/?kind=events"]),
        ("security", ["/accounts/", "/me/"]),
    ):
        client = as_(name)
        client.get(addresses[0])
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(address)
            assert len(asked) <= MOST_STATEMENTS, (address, [each["sql"][:90] for each in asked])
