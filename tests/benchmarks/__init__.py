"""Measured as ratios in one run, because machines are noisy; never part of the tests."""
