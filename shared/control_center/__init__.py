"""Running it. Ours: `stats/live`, which the dashboard listens to, and `disclosures`, which nobody does."""
