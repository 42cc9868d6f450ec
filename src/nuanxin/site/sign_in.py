"""Settings of signing in, read from the environment."""

from typing import Any
from urllib.parse import urlsplit

DEMANDS = ("off", "administrators", "all")


def demanded_of(text: str) -> str:
    """Return of whom a second step is asked. Raises ValueError for what NUANXIN_MFA does not know."""
    if text not in DEMANDS:
        raise ValueError(f"NUANXIN_MFA: {text!r} is none of {', '.join(DEMANDS)}")
    return text


def identity_providers(url: str, client: str, secret: str) -> dict[str, Any]:
    """Return allauth's settings for the city's identity service; empty without an address."""
    if not url:
        return {}
    app = {
        "provider_id": "city",
        "name": "city",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(url: str) -> list[str]:
    """Return the origin of an address, to which forms may lead; none for no address."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if url else []
