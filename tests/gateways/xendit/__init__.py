"""Tests of the gateway to Xendit, against the local Xendit."""
