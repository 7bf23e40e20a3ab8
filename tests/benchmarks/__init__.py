"""Benchmarks: ratios measured in one run, because machines are noisy. They are not part of the tests."""
