"""OGC API Features, part 1 (OGC 17-069r4): places and areas for maps."""
