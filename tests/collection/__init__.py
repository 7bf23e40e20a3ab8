"""Rules that hold for all functions together, however many there are."""
