"""What only PostgreSQL has: many writers at once, roles and rights, a log to recover from."""
