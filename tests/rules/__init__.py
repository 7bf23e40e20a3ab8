"""Tests of the security rules: apps may listen to some documents and change none."""
