"""Tests of limits, on a Firestore emulator where a commit matters."""
