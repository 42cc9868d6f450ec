"""暖心驿站: the register of warm stations."""
