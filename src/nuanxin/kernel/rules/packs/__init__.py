"""The rule packs that come with the house, one TOML file a subject."""
