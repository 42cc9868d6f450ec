"""The demonstration's bulletin as documents: every figure stands in them, and they are made once."""

import io
import os
import re

import docx
import pytest
from django.urls import reverse

from conftest import nuanxin
from nuanxin.kernel.bulletins.documents import keeping
from nuanxin.kernel.bulletins.documents.keeping import document
from nuanxin.kernel.bulletins.documents.typefaces import TypefaceMissing, typefaces
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.tests.printed import pages
from nuanxin.kernel.bulletins.wording import joined
from nuanxin.kernel.ledger.seals import short_code

LANGUAGES = ("zh-hans", "en")
HALF_EMPTY = "，。；：、）》”〕？！"
"""Signs whose right half is blank: at a line's end that half may stand outside."""


@pytest.fixture
def bulletin(demo):
    return Bulletin.objects.select_related("head").get()


@pytest.fixture
def with_typefaces():
    try:
        typefaces()
    except TypefaceMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


def bare(text: str) -> str:
    """Return a text without blanks."""
    return re.sub(r"\s", "", text)


def pdf_text(content: bytes) -> str:
    return bare("".join(page.text() for page in pages(content)))


def word_text(content: bytes) -> str:
    return bare("".join(docx.Document(io.BytesIO(content)).element.itertext()))


READ = {"pdf": pdf_text, "docx": word_text}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READ)
def test_every_figure_stands_in_the_document(kind, language, bulletin, with_typefaces):
    spoken = language[:2]
    text = READ[kind](document(bulletin, kind, "official", language).content)
    for reading in bulletin.readings.all():
        printed = joined(getattr(reading, f"number_{spoken}"), getattr(reading, f"unit_{spoken}"))
        assert bare(printed) in text
        assert reading.figure in text
    assert not re.search(r"[\u2060\u200b]", text)
    assert short_code(bulletin.head) in text
    assert bytes(bulletin.head.root).hex()[:32] in text


@pytest.mark.parametrize("head", ["official", "brief"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_printed_outside_the_margins(language, head, bulletin, with_typefaces):
    for page in pages(document(bulletin, "pdf", head, language).content):
        assert min(letter.left for letter in page.letters) > 28 - 1
        assert max(each.right for each in page.letters if each.text not in HALF_EMPTY) < 210 - 26 + 1


@pytest.mark.parametrize("head", ["official", "brief"])
@pytest.mark.parametrize("kind", READ)
def test_the_failed_check_and_its_explanation_are_printed(kind, head, bulletin, with_typefaces):
    text = READ[kind](document(bulletin, kind, head, "zh-hans").content)
    failed = bulletin.checks.get(passed=False)
    assert bare(failed.explanation_zh) in text
    assert bare(failed.difference_zh) in text and bare(failed.explained_by_zh) in text


def test_the_imprint_of_city_and_draft_is_printed(bulletin):
    text = word_text(document(bulletin, "docx", "official", "zh-hans").content)
    assert bulletin.imprint.symbol in text and "2024年6月3日印发" in text
    brief = word_text(document(bulletin, "docx", "brief", "zh-hans").content)
    assert (
        "总第17期" in brief
        and "共印60份" in brief
        and "报：" in brief
        and bulletin.imprint.symbol not in brief
    )


def test_no_name_of_a_person_of_the_sheets_is_printed(bulletin):
    from nuanxin.kernel.parties.models import Party

    text = word_text(document(bulletin, "docx", "brief", "zh-hans").content)
    signed = {bulletin.drafted_by, bulletin.confirmed_by}
    persons = {
        party.name for party in Party.objects.filter(kind__in=("person", "household")).iterator()
    } - signed
    assert persons
    assert not [name for name in persons if len(name) > 1 and bare(name) in text]


def test_a_document_is_made_once_and_then_read(bulletin, monkeypatch):
    first = document(bulletin, "docx", "brief", "en")
    monkeypatch.setattr(keeping, "word", None)
    assert document(bulletin, "docx", "brief", "en") == first
    monkeypatch.setattr(keeping, "_program", lambda: "another")
    with pytest.raises(TypeError):
        document(bulletin, "docx", "brief", "en")


def test_a_bulletin_without_an_imprint_makes_nothing_up(bulletin):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bulletins_imprint")
    bulletin = Bulletin.objects.select_related("head").get()
    text = word_text(document(bulletin, "docx", "official", "zh-hans").content)
    assert bulletin.title_zh in text and "抄送" not in text and "〔" not in text


def test_the_pages_give_documents(client, bulletin, with_typefaces):
    page = client.get(reverse("bulletin", args=[bulletin.number])).content.decode()
    for name, kind in (("bulletin_pdf", b"%PDF"), ("bulletin_docx", b"PK")):
        address = reverse(name, args=[bulletin.number])
        assert address in page
        given = client.get(address, {"head": "official"})
        assert given.status_code == 200 and given.content.startswith(kind)
        again = client.get(address, {"head": "official"}, headers={"If-None-Match": given["ETag"]})
        assert again.status_code == 304
        assert client.get(address, {"head": "another"}).status_code == 404
    assert client.get(reverse("bulletin_pdf", args=["1999-01"])).status_code == 404


def test_without_a_typeface_the_page_says_what_to_run(client, bulletin, monkeypatch):
    def missing():
        raise TypefaceMissing("run `make fonts`")

    monkeypatch.setattr(keeping, "typefaces", missing)
    given = client.get(reverse("bulletin_pdf", args=[bulletin.number]))
    assert given.status_code == 503 and "make fonts" in given.content.decode()
    assert client.get(reverse("bulletin_docx", args=[bulletin.number])).status_code == 200


def test_the_command_writes_a_file(demo, tmp_path):
    out = tmp_path / "bulletin.docx"
    nuanxin(demo, "document", "2024-05", "--kind", "docx", "--head", "official", "--out", str(out))
    assert out.read_bytes().startswith(b"PK")
    refused = nuanxin(demo, "document", "1999-01", check=False)
    assert refused.returncode and "2024-05" in refused.stderr


def test_the_code_opens_the_bulletin_where_the_site_has_an_address(bulletin, settings):
    from nuanxin.kernel.bulletins.documents.gathering import seal_text

    assert seal_text(bulletin).startswith("NX 2024-05 HEAD")
    settings.NUANXIN_ADDRESS = "https://example.org/"
    assert seal_text(bulletin).startswith("https://example.org/bulletins/2024-05/ NX")
