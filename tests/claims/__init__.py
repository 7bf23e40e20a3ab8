"""Claims against the real database."""
