"""Catalogues: every screen text has its Chinese, with the same blanks to fill."""

import re

from django.utils.translation import gettext, override

from nuanxin.web import catalogues

BLANKS = re.compile(r"%\(\w+\)[sd]")


def test_every_screen_text_has_its_chinese():
    assert not catalogues.untranslated()


def test_a_translation_fills_the_same_blanks():
    wrong = []
    for path in catalogues.catalogues():
        for message in catalogues.read_catalogue(path):
            if message.id:
                english = message.id if isinstance(message.id, str) else message.id[-1]
                chinese = message.string if isinstance(message.string, str) else message.string[0]
                if set(BLANKS.findall(english)) != set(BLANKS.findall(chinese)):
                    wrong.append(english)
    assert not wrong


def test_no_translation_is_of_a_text_that_is_gone():
    known = {*catalogues.screen_texts()}
    assert not [text for text in catalogues.translated() if text not in known]


def test_a_text_without_chinese_is_named_with_its_place(tmp_path):
    page = tmp_path / "src" / "nuanxin" / "web" / "templates" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text('{% load i18n %}\n<p>{% translate "Unheard of" %}</p>', encoding="utf-8")
    (found,) = catalogues.untranslated(tmp_path)
    assert found.startswith("web/templates/page.html:2: 'Unheard of' has no Chinese")


def test_compiling_makes_django_speak_chinese():
    assert catalogues.compile_catalogues() >= 1
    with override("zh-hans"):
        assert gettext("Ledger") == "台账"
