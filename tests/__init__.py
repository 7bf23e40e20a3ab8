"""Tests: a mirror of `functions/` and `shared/`, and journeys through the whole system."""
