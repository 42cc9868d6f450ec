"""The web shell: pages, templates, charts, maps and static files. It reads the registry."""
