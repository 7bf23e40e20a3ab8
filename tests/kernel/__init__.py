"""Tests of the kernel, whose modules are pure."""
