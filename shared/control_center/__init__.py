"""Running it: what the dashboard shows. Ours: `stats/live`, which it listens to."""
