"""Tests of the provider servers, called through the vendors' own SDKs."""
