"""Areas 区域: the division tree, its versions, its names as offices write them, its shapes."""
