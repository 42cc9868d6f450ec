"""研学: tours and the pupils on them."""
