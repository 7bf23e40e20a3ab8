"""Tests of notifications: who may be written to, how often, and with which words."""
