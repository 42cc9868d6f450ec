"""No personal value stands in clear where it was not asked for: pages, logs, files, backups, columns."""

import re
import zipfile
import zlib
from io import BytesIO
from itertools import chain

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from conftest import nuanxin
from nuanxin.api.actions import make_token
from nuanxin.api.scopes import SCOPES
from nuanxin.kernel.access.people import look_up, open_particular
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.privacy.declare import all_personal
from nuanxin.kernel.programme import all_programmes
from nuanxin.site import tables
from nuanxin.site.pieces import Pieces
from tests.access.test_routes import PEOPLE, routes
from tests.api.test_walk import walked
from tests.people import client_of
from tests.privacy.sown import CANARIES, beginnings, somebody, sow

EXPORTS = ("csv", "xlsx", "json", "geojson")
OFFICERS_READ = {
    "suggestion.words": re.compile(r"^/suggestions/desk/"),
    "intake.question": re.compile(r"^/imports/questions/$"),
}
"""Where officers of an area read free words that were written to them; nowhere else."""


@pytest.fixture
def resident(demo, tmp_path, caplog):
    """The demonstration with a canary in every personal field, looked at, sealed."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    number = sow(folder)
    clerk = somebody("clerk")
    look_up(By(clerk), "phone", CANARIES["particular.phone"])
    open_particular(By(clerk, note=CANARIES["note.text"]), number, "address")
    seal()
    return number


def found(content: bytes) -> list[str]:
    """Return the canaries that stand in some bytes, in any spelling, unpacked where they are packed."""
    unpacked = _unpacked(content)
    begun = [each for first, each in beginnings().items() if first in unpacked]
    return [each.decode("utf-8", "replace") for each in sorted(chain(*begun)) if each in unpacked]


def _unpacked(content: bytes) -> bytes:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return b"\n".join([content, *(packed.read(name) for name in packed.namelist())])
    if content.startswith(b"%PDF"):
        streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
        return b"\n".join([content, *map(_inflated, streams)])
    return content


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_every_declared_field_has_a_canary():
    assert set(CANARIES) == {each.name for each in all_personal()}


def test_a_value_in_clear_would_be_found(demo):
    Party.objects.create(kind="organisation", name=CANARIES["particular.phone"])
    (demo / "files").mkdir(exist_ok=True)
    (demo / "files/left").write_text(CANARIES["particular.phone"], encoding="utf-8")
    assert _columns() and _data_folder(demo)
    assert found(CANARIES["party.name"].encode("gb18030")) and found(b"x" + CANARIES["note.text"].encode())


def _columns() -> list[str]:
    """Return the canaries in any cell of any table, and where."""
    where = []
    for model in (*tables.APPENDED, *tables.rewritten()):
        for row in tables.rows("default", model):
            text = b"|".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
            where += [f"{model._meta.label} {row[0]}: {each}" for each in found(text)]
    return where


def _data_folder(data) -> list[str]:
    """Return the canaries in any byte of any file of the data folder: database, logs, files, kept pages."""
    connection.close()
    files = [path for path in data.rglob("*") if path.is_file()]
    return [f"{path.name}: {each}" for path in files for each in found(path.read_bytes())]


def test_database_files_and_backup_hold_none(demo, resident, tmp_path):
    assert _columns() == []
    nuanxin(demo, "backup", str(tmp_path / "backup"))
    store = Pieces(tmp_path / "backup")
    pieces = [path.name for path in (tmp_path / "backup" / "objects").rglob("*") if path.is_file()]
    assert pieces and [name for name in pieces if found(store.get(name))] == []
    assert _data_folder(demo) == []


def test_pages_headers_logs_and_mail_tell_none(resident, caplog):
    """Every page as a stranger and as every role: what it says, and the headers it says it with."""
    told, asked = [], 0
    for who in ("", *PEOPLE):
        client = client_of(who) if who else Client()
        for address in _addresses(resident):
            answer = client.get(address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            asked += answer.status_code == 200
            seen = found(content + str(answer.headers).encode())
            told += [f"{who} {address}: {each}" for each in seen if not _allowed(address, each)]
    assert asked > 300 and told == []
    assert found(caplog.text.encode()) == [] and not mail.outbox


def _addresses(resident: int) -> list[str]:
    walked = {address for address, _access in routes()} - {"/account/logout/"}
    return sorted({*walked, *_registers(), f"/people/{resident}/", f"/people/{resident}/looks/"})


def _registers() -> set[str]:
    """Return the list, the newest record and every export of each register that names persons."""
    found = set()
    for programme in all_programmes():
        for page in programme.pages:
            if page.personal:
                home, last = (
                    f"/records/{programme.name}/{page.slug}",
                    page.record._default_manager.latest("pk"),
                )
                found |= {f"{home}/", f"{home}/{last.pk}/", *(f"{home}.{kind}" for kind in EXPORTS)}
    return found


def _allowed(address: str, canary: str) -> bool:
    """Return whether an officer reads it there by design: a reason in the answer to who looked; a letter."""
    reasons = address.endswith("/looks/") and canary == CANARIES["note.text"]
    return reasons or any(
        pattern.search(address) and canary == CANARIES[name] for name, pattern in OFFICERS_READ.items()
    )


def test_the_api_tells_none(resident, settings):
    settings.NUANXIN_API_RATE = settings.NUANXIN_API_RATE_PUBLIC = 1_000_000
    _token, secret = make_token(By(somebody("clerk")), "test", list(SCOPES), None).result
    client, told, asked = Client(headers={"authorization": f"Bearer {secret}"}), [], 0
    for operation, answer in walked(client):
        asked += answer.status_code == 200
        seen = found(answer.content + str(answer.headers).encode())
        told += [(operation["operationId"], each) for each in seen]
    assert asked > 20 and told == []


def test_commands_and_logs_tell_none(demo, resident):
    for words in (("verify",), ("doctor",), ("keys", "list"), ("keys", "rotate"), ("retention", "--look")):
        done = nuanxin(settings.NUANXIN["data"], *words, check=False)
        assert found((done.stdout + done.stderr).encode()) == [], words
    assert _columns() == []
