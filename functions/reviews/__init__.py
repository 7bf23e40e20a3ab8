"""Functions of reviews."""
