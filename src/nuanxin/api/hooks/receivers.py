"""Receivers 接收地址: where webhooks may go. An address of this machine or its neighbours is refused.

The name is looked up here and the connection made to the very address that was judged, so that a name
that answers differently a moment later (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT_S = 10


class ReceiverRefused(ValueError):
    """An address to which nothing is sent; the text says why and what to do."""


def judged(url: str) -> tuple[str, int]:
    """Return the network address and port a URL leads to. Raises ReceiverRefused."""
    parts = urlsplit(url)
    allowed = ("https", "http") if settings.NUANXIN_WEBHOOKS_INSIDE else ("https",)
    if parts.scheme not in allowed or not parts.hostname or parts.username or parts.password:
        raise ReceiverRefused(_("Webhooks go to an https address without a user name in it."))
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise ReceiverRefused(_("The host of that address cannot be found.")) from None
    addresses = [str(each[4][0]) for each in found]
    if not settings.NUANXIN_WEBHOOKS_INSIDE and not all(map(_outside, addresses)):
        raise ReceiverRefused(
            _("That address lies inside this network; NUANXIN_WEBHOOKS_INSIDE=1 would allow such addresses.")
        )
    return addresses[0], port


def _outside(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    return bool((mapped or known).is_global) and not known.is_multicast


class _Plain(HTTPConnection):
    """A connection to an address judged before, whatever its host's name leads to by now."""

    def __init__(self, host: str, address: str, port: int) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self._address = address

    def connect(self) -> None:
        """Connect to that address."""
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT_S)


class _Secure(HTTPSConnection):
    """The same over TLS; the certificate is the host's, by its name."""

    def __init__(self, host: str, address: str, port: int) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self._address, self._name = address, host

    def connect(self) -> None:
        """Connect to that address and shake hands under the host's name."""
        plain = socket.create_connection((self._address, self.port), TIMEOUT_S)
        self.sock = self._context.wrap_socket(plain, server_hostname=self._name)  # type: ignore[attr-defined]


def deliver(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a body by POST and return the status answered. No redirect is followed.

    Raises ReceiverRefused, OSError or http.client.HTTPException.
    """
    address, port = judged(url)
    parts = urlsplit(url)
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(str(parts.hostname), address, port)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
