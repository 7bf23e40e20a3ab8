"""Tests of tickets, through their functions."""
