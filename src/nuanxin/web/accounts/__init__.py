"""Accounts 账号: signing in, one's own sessions and second factors, and the pages of the administrators."""
