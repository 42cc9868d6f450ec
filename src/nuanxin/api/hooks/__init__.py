"""Webhooks 推送: other systems are told what happened, signed, and again until they have it."""
