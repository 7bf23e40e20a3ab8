"""Tests of experts, services and products."""
