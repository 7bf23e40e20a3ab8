"""What holds for all functions together, however many there are."""
