"""Tests of the runtime: requests, commits, retries, authentication, logs."""
