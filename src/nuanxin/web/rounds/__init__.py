"""Rounds 巡查: what each place wants today, said in a tap, with or without a network."""
