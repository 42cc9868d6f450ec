"""A published bulletin is corrected by another one, or withdrawn under a notice; neither changes it."""

from dataclasses import replace

import pytest

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.bulletins.documents.keeping import document
from nuanxin.kernel.bulletins.draft import Corrects, Draft, read_draft
from nuanxin.kernel.bulletins.models import Bulletin, Withdrawal
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.bulletins.publishing import PublicationRefused, publish
from nuanxin.kernel.bulletins.withdrawing import (
    WithdrawalRefused,
    ask_withdrawal,
    refuse_withdrawal,
    withdraw,
)
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import By
from nuanxin.site.city import actor, read_city
from nuanxin.web import kept_pages
from tests.loop.test_again import changed_cell, workbook
from tests.loop.test_documents import word_text

WHY = ("十二连城水源项目投资登记有误。", "The investment of the Shi'erliancheng source was entered wrongly.")


@pytest.fixture
def city(demo, settings, monkeypatch):
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)
    return read_city(settings.NUANXIN["city"])


@pytest.fixture
def draft(city) -> Draft:
    """A correction of the demonstration's bulletin, after a cell of its sheets was corrected."""
    old = read_draft(city.bulletins[0], city.imprint)
    return replace(old, number="2024-05-r1", digest="r1", corrects=Corrects("2024-05", *WHY))


def signed(city) -> By:
    return By(actor(city, "publisher"), second=actor(city, "reviewer"))


def correct(city, draft, tmp_path) -> Bulletin:
    path = changed_cell(workbook(city, "温暖工程"), tmp_path, 2536.6, 2636.6)
    take(actor(city, "clerk"), path, reason="correction")
    return publish(signed(city), draft).result.bulletin


def test_a_correction_says_figure_by_figure_what_changed(client, city, draft, tmp_path):
    correct(city, draft, tmp_path)
    assert verify_bulletins() == []
    new = client.get("/bulletins/2024-05-r1/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "更正内容" in new and "9923" in new and "10,023" in new and "+100万元" in new and WHY[0] in new
    old = client.get("/bulletins/2024-05/", headers={"accept-language": "en"}).content.decode()
    assert "Corrected by bulletin 2024-05-r1" in old and 'href="/bulletins/2024-05-r1/"' in old
    assert (
        "corrected by 2024-05-r1"
        in client.get("/bulletins/", headers={"accept-language": "en"}).content.decode()
    )


def test_documents_of_both_say_so(city, draft, tmp_path):
    before = word_text(document(Bulletin.objects.get(), "docx", "brief", "zh-hans").content)
    assert "更正" not in before
    new = correct(city, draft, tmp_path)
    text = word_text(document(new, "docx", "official", "zh-hans").content)
    assert "原公布9923万元，更正为10,023万元（+100万元）" in text and "根" in text
    old = word_text(document(Bulletin.objects.get(number="2024-05"), "docx", "brief", "zh-hans").content)
    assert "已由第2024-05-r1号简报更正" in old


def test_a_bulletin_is_corrected_once(city, draft, tmp_path):
    correct(city, draft, tmp_path)
    with pytest.raises(PublicationRefused, match="2024-05-r1"):
        publish(signed(city), replace(draft, number="2024-05-r2", digest="r2"))
    with pytest.raises(PublicationRefused, match="1999-01"):
        publish(signed(city), replace(draft, number="x", digest="x", corrects=Corrects("1999-01", *WHY)))


def test_a_withdrawn_bulletin_says_so_everywhere_and_stays_provable(client, city):
    publisher, reviewer = actor(city, "publisher"), actor(city, "reviewer")
    ask_withdrawal(By(reviewer), "2024-05", *WHY)
    assert "撤回" not in client.get("/bulletins/2024-05/").content.decode()
    withdraw(By(publisher), "2024-05")
    page = client.get("/bulletins/2024-05/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "本简报已于" in page and WHY[0] in page and "何秋实" in page
    assert "已撤回" in client.get("/bulletins/", headers={"accept-language": "zh-CN"}).content.decode()
    text = word_text(document(Bulletin.objects.get(), "docx", "official", "zh-hans").content)
    assert "本简报已于" in text and text.index(WHY[0]) < text.index("关于2024年5月")
    assert verify_bulletins() == []
    assert client.get("/bulletins/2024-05/figures/stations.open/1508/..2024-05-31/").status_code == 200
    with pytest.raises(WithdrawalRefused):
        ask_withdrawal(By(reviewer), "2024-05", *WHY)


def test_one_person_withdraws_nothing(city):
    publisher, clerk = actor(city, "publisher"), actor(city, "clerk")
    ask_withdrawal(By(publisher), "2024-05", *WHY)
    with pytest.raises(WithdrawalRefused, match=r"two persons|两个人"):
        withdraw(By(publisher), "2024-05")
    with pytest.raises(NotAllowed, match=r"审核人|reviewer"):
        withdraw(By(clerk), "2024-05")
    refuse_withdrawal(By(actor(city, "reviewer")), "2024-05")
    assert not Withdrawal.objects.exists() and verify_bulletins() == []
