"""Tests of accounts, roles and partner keys."""
