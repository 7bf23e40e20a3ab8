"""Journeys: whole stories over HTTP, through the real emulators."""
