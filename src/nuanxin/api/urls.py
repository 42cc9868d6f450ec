"""Addresses of the API."""

from django.urls import path, re_path

from nuanxin.api.application import operation_addresses
from nuanxin.api.views import described, tokens

urlpatterns = [
    path("api/", described.documentation, name="api"),
    path("api/problems/", described.problems, name="api_problems"),
    path("api/v1/openapi.json", described.openapi, name="api_openapi"),
    *(path(f"api/v1/{each.pattern}", each.callback) for each in operation_addresses()),
    re_path(r"^api/v1/(?P<rest>.*)$", described.nowhere, name="api_nowhere"),
    path("me/tokens/", tokens.tokens, name="api_tokens"),
    path("me/tokens/<slug:prefix>/revoke/", tokens.revoke, name="api_token_revoke"),
]
