"""Tests of running it all."""
