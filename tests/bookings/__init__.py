"""Tests of bookings, through their functions."""
