"""What can be wrong with a move, said with its remedy."""


class MoveRefused(ValueError):
    """A move cannot be made; the text says why and what to do instead."""


class SecondPersonNeeded(MoveRefused):
    """Whoever did the work may not be the one who verifies it."""
