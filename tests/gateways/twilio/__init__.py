"""Tests of the gateway to Twilio, against the local Twilio."""
