"""Siting 选址: where to put the next stations, with a bound and a certificate anybody can check again."""
