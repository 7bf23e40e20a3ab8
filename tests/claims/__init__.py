"""Tests of claims, on a Firestore emulator."""
