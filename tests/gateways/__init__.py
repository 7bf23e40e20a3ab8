"""Tests of the gateways, against the real service or its emulator."""
