"""Addresses of the API."""

from django.urls import path, re_path, register_converter

from nuanxin.api.application import operation_addresses
from nuanxin.api.feeds import calendars
from nuanxin.api.feeds import views as feeds
from nuanxin.api.views import described, hooks, tokens


class FeedLanguage:
    """The language of a feed in its address: ``zh`` or ``en``."""

    regex = "zh|en"

    def to_python(self, value: str) -> str:
        """Let it through."""
        return value

    def to_url(self, value: str) -> str:
        """Write it; any tag of a language will do."""
        return "en" if value.startswith("en") else "zh"


register_converter(FeedLanguage, "feed_language")

urlpatterns = [
    path("api/", described.documentation, name="api"),
    path("api/problems/", described.problems, name="api_problems"),
    path("api/v1/openapi.json", described.openapi, name="api_openapi"),
    *(path(f"api/v1/{each.pattern}", each.callback, name=each.name) for each in operation_addresses()),
    re_path(r"^api/v1/(?P<rest>.*)$", described.nowhere, name="api_nowhere"),
    path("me/tokens/", tokens.tokens, name="api_tokens"),
    path("me/tokens/<slug:prefix>/revoke/", tokens.revoke, name="api_token_revoke"),
    path("webhooks/", hooks.webhooks, name="api_webhooks"),
    path("webhooks/<int:number>/end/", hooks.end, name="api_webhook_end"),
    path("webhooks/deliveries/<int:number>/again/", hooks.again, name="api_webhook_again"),
    path("feeds/<feed_language:language>/bulletins.atom", feeds.atom, name="feed_atom"),
    path("feeds/<feed_language:language>/bulletins.json", feeds.json_feed, name="feed_json"),
    path("calendars/<feed_language:language>/<str:secret>.ics", calendars.calendar, name="calendar"),
    path("me/calendar/", calendars.mine, name="my_calendar"),
    path("me/calendar/revoke/", calendars.revoke, name="my_calendar_revoke"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
