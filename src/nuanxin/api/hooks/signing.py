"""Signing 签名: by Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature)."""

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256

from nuanxin.api.tokens import digest_of

MARK = "whsec_"


def secret_of(nonce: str) -> str:
    """Return the secret of a subscription, as the standard writes it: ``whsec_`` and 32 bytes in base 64.

    It is derived with the house's key and kept nowhere.
    """
    return MARK + b64encode(digest_of(nonce, "webhook")).decode()


def signature(secret: str, identity: str, timestamp: int, body: bytes) -> str:
    """Return the signature ``v1,<base64>`` over id, timestamp and body."""
    key = b64decode(secret.removeprefix(MARK))
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
