"""Every route as everybody: strangers see what is public, roles open their own doors, areas bound it all."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from nuanxin.kernel.access.actions import Only
from nuanxin.kernel.access.models import KEEPER, ROLES
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.programme import all_finders
from tests.people import client_keeping, client_of, client_over

PEOPLE = {
    "leader": "reader",
    "clerk": "clerk",
    "reviewer": "reviewer",
    "publisher": "publisher",
    "auditor": "auditor",
    "system": "system",
    "security": "security",
    "audit": "audit",
    "bayannur": "clerk",
}
FIGURE = {"figure": "stations.open", "identity": "stations.open", "area": "1508", "period": "..2024-05-31"}
NAMED = FIGURE | {"number": "2024-05", "name": "stations"}
"""What stands for the parts of an address where a route asks for one."""


def routes() -> Iterator[tuple[str, str]]:
    """Yield every page's address, filled in, and who may come; operations of the API are walked beside it."""
    for route, view in _patterns(get_resolver().url_patterns):
        if not route.startswith("/api/") and (address := _filled(route)) is not None:
            yield address, view.callback.access


def _patterns(
    patterns: list[URLPattern | URLResolver], before: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def _filled(route: str) -> str | None:
    """Return a route with its parts filled in; None for a pattern that is no plain path."""
    if re.search(r"[\^$\\(]", route):
        return None
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda part: _part(part[1] or "str", part[2]), route)


def _part(kind: str, name: str) -> str:
    return "1" if kind == "int" else NAMED.get(name, "1")


def _shut(answer: HttpResponse) -> bool:
    """Return whether a door stayed shut: sent to sign in, or refused."""
    to_the_door = answer.status_code == 302 and "/account/login/?next=" in answer["Location"]
    return to_the_door or answer.status_code == 403


def test_strangers_pass_public_doors_and_no_other(demo):
    stranger, wrong = Client(), []
    for address, access in routes():
        shut = _shut(stranger.get(address))
        if shut == (access == "public"):
            wrong.append((address, access))
    assert wrong == []


@pytest.mark.parametrize("person", [*PEOPLE, KEEPER])
def test_a_role_opens_its_doors_and_no_other(demo, person):
    client, wrong = keeper() if person == KEEPER else client_of(person), []
    for address, access in routes():
        if access == "public" or address == "/account/logout/":
            continue
        shut = client.get(address).status_code == 403
        if shut == (PEOPLE.get(person, person) in access.split()):
            wrong.append((address, access))
    assert wrong == []


def keeper() -> Client:
    """Return a client of somebody who keeps one station and nothing else."""
    kept = next(finder for _owner, finder in all_finders() if finder.slug == "stations").record
    record = kept._default_manager.order_by("key").first()
    return client_keeping(Only(None, kept.record_kind, record.pk), record.area)


def test_every_door_is_one_of_known_roles(demo):
    known = {"public", *ROLES}
    assert [each for each in routes() if not set(each[1].split()) <= known] == []


def test_who_works_in_one_city_opens_no_entry_of_another(demo):
    client = client_of("bayannur")
    outside = Entry.objects.exclude(area__range=(150800000000, 150899999999)).order_by("seq").first()
    inside = Entry.objects.filter(area__range=(150800000000, 150899999999)).order_by("seq").first()
    assert client.get(f"/ledger/entries/{inside.seq}/").status_code == 200
    assert client.get(f"/ledger/entries/{outside.seq}/").status_code == 404
    assert client.get(f"/ledger/acts/{inside.act_id}/").status_code == 200
    assert client.get(f"/ledger/acts/{outside.act_id}/").status_code == 404
    source = outside.act.source
    assert client.get(f"/sources/{source.pk}/?row={outside.row}").status_code == 404
    assert client.get(f"/sources/{inside.act.source_id}/?row={inside.row}").status_code == 200


def test_the_ledger_lists_what_lies_in_ones_areas_whatever_is_asked(demo):
    client = client_of("bayannur")
    for query in ("", "?area=15", "?area=1504", "?measure=1001", "?kind=0", "?act=20", "?before=3000"):
        page = client.get("/ledger/" + query).content.decode()
        for seq in re.findall(r'href="/ledger/entries/(\d+)/"', page):
            assert Entry.objects.get(seq=seq).area // 10**8 == 1508, (query, seq)
    assert "/ledger/entries/" in client.get("/ledger/").content.decode()


def test_the_ledger_pages_through_every_entry_once(demo):
    client, seen, address = client_of("bayannur"), [], "/ledger/?measure=201"
    while address:
        page = client.get(address).content.decode()
        seen += map(int, re.findall(r'<td class="c-seq num"><a href="/ledger/entries/(\d+)/"', page))
        more = re.search(r'<a href="(\?[^"]+)" rel="next"', page)
        address = "/ledger/" + more[1].replace("&amp;", "&") if more else ""
    area = (150800000000, 150899999999)
    wanted = (
        Entry.objects.filter(measure=201, area__range=area).order_by("-seq").values_list("seq", flat=True)
    )
    assert seen == list(wanted) and len(seen) > 100


LINHE = (150802000000, 150802999999)


def test_an_act_over_several_counties_shows_each_its_own(demo):
    """A sheet of a whole city: a reader of one county reads its lines, and is told that there are others."""
    inside = Entry.objects.filter(measure=401, area__range=LINHE).first()
    client = client_over("150802")
    page = client.get(f"/ledger/acts/{inside.act_id}/").content.decode()
    shown = {int(seq) for seq in re.findall(r'href="/ledger/entries/(\d+)/"', page)}
    assert inside.seq in shown and counties(seq__in=shown) == {150802}
    assert "不在您的管辖区域内" in page


def test_lines_of_a_sheet_beside_ones_own_are_left_out(demo):
    """Beside a line of one's own county, a neighbour's line of another county is not shown."""
    client, cut = client_over("150802"), 0
    for own in Entry.objects.filter(measure=401, area__range=LINHE)[:40]:
        page = client.get(f"/sources/{own.act.source_id}/?row={own.row}").content.decode()
        rows = {int(row) for row in re.findall(r'<th scope="row" class="num">(\d+)</th>', page)}
        assert own.row in rows and counties(act__source=own.act.source_id, row__in=rows) == {150802}
        cut += len(rows) < 7
    assert cut  # some line does stand beside another county's


def counties(**narrowed: object) -> set[int]:
    """Return the counties of some entries."""
    return {area // 10**6 for area in Entry.objects.filter(**narrowed).values_list("area", flat=True)}
