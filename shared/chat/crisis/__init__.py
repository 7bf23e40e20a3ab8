"""Detection of danger in messages: words by meaning, rules over meanings, and the matcher."""
