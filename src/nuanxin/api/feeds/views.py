"""The feeds and the signposts for search engines: open to everybody, kept like public pages."""

from datetime import UTC, datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from nuanxin.api.feeds.items import TITLE, Item, items
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.programme import all_programmes
from nuanxin.web.kept_pages import kept
from nuanxin.web.routes import public

TAGS = {"zh": "zh-Hans", "en": "en"}
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@public
@kept
def atom(request: HttpRequest, language: str) -> HttpResponse:
    """Give the bulletins as an Atom feed (RFC 4287)."""
    found = items(request, language)
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    marks = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": TAGS[language]}
    xml.startElement("feed", AttributesImpl(marks))
    own = request.build_absolute_uri(reverse("feed_atom", args=[language]))
    _plain(xml, id=own, title=TITLE.said(language), updated=_moment(_newest(found)))
    _link(xml, "self", own)
    _link(xml, "alternate", request.build_absolute_uri(reverse("bulletins")))
    xml.startElement("author", AttributesImpl({}))
    _plain(xml, name=TITLE.said(language))
    xml.endElement("author")
    for each in found:
        _entry(xml, each)
    xml.endElement("feed")
    xml.endDocument()
    return HttpResponse(text.getvalue(), content_type="application/atom+xml; charset=utf-8")


def _newest(found: list[Item]) -> datetime:
    return found[0].updated if found else _NEVER


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(xml: SimplerXMLGenerator, **texts: str) -> None:
    for name, text in texts.items():
        xml.addQuickElement(name, text)


def _link(xml: SimplerXMLGenerator, relation: str, address: str) -> None:
    xml.addQuickElement("link", attrs={"rel": relation, "href": address})


def _entry(xml: SimplerXMLGenerator, each: Item) -> None:
    xml.startElement("entry", AttributesImpl({}))
    _plain(xml, id=each.identity, title=each.title, updated=_moment(each.updated))
    _plain(xml, published=_moment(each.published), summary=each.summary)
    _link(xml, "alternate", each.address)
    xml.addQuickElement("category", attrs={"term": each.standing})
    xml.endElement("entry")


@public
@kept
def json_feed(request: HttpRequest, language: str) -> HttpResponse:
    """Give the bulletins as a JSON Feed (version 1.1)."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE.said(language),
        "language": TAGS[language],
        "home_page_url": request.build_absolute_uri(reverse("bulletins")),
        "feed_url": request.build_absolute_uri(reverse("feed_json", args=[language])),
        "items": [
            {
                "id": each.identity,
                "url": each.address,
                "title": each.title,
                "content_text": each.summary,
                "date_published": _moment(each.published),
                "date_modified": _moment(each.updated),
                "tags": [each.standing],
            }
            for each in items(request, language)
        ],
    }
    return JsonResponse(said, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@public
@kept
def sitemap(request: HttpRequest) -> HttpResponse:
    """Give the public pages worth finding (sitemaps.org 0.9)."""
    pages = [reverse(name) for name in ("home", "programmes", "bulletins", "figures")]
    pages += [reverse("programme", args=[each.name]) for each in all_programmes()]
    numbers = Bulletin.objects.order_by("-published_at").values_list("number", flat=True)[:10_000]
    pages += [reverse("bulletin", args=[number]) for number in numbers]
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    for page in pages:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", request.build_absolute_uri(page))
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")


@public
@kept
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is for them."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/account/", "/me/", "/api/v1/", "/calendars/"))
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"User-agent: *\n{closed}Sitemap: {sitemap}\n", content_type="text/plain")
