"""Nearby 就近查找: public pages that find the nearest open place; no login, no app, no position kept."""
