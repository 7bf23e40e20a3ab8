"""Tests: a mirror of `functions/` and `shared/`, and the journeys through all of it."""
