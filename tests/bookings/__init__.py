"""Bookings, through their doors."""
