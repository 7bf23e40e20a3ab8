"""The language between domains."""
