"""Keeping an installation: backup, restore, move."""
