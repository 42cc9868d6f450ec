"""Other people's clients without a network: their requests end in Django's test client."""

import gzip
from io import BytesIO
from urllib.parse import urlsplit

import requests
from django.test import Client


class InProcess(requests.adapters.BaseAdapter):
    """Answers what a library asks by HTTP from the house itself."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client

    def send(self, request, **_how):
        parts = urlsplit(request.url)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "cookie"}
        body = request.body or b""
        answer = self.client.generic(
            request.method,
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
            body,
            content_type=headers.get("Content-Type", ""),
            headers=headers,
        )
        found = requests.Response()
        found.status_code, found.url, found.request = answer.status_code, request.url, request
        packed = answer.get("Content-Encoding") == "gzip"
        found.headers.update({name: said for name, said in answer.items() if name != "Content-Encoding"})
        found.raw = BytesIO(gzip.decompress(answer.content) if packed else answer.content)
        found.encoding = "utf-8"
        return found

    def close(self):
        """Nothing is open."""


def bring(monkeypatch, client: Client) -> None:
    """Let every request of this process end in the house."""
    adapter = InProcess(client)
    monkeypatch.setattr(requests.Session, "get_adapter", lambda _session, url: adapter)
