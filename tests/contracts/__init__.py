"""Tests of the contracts between domains."""
