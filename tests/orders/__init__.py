"""Tests of orders and payments, through their functions."""
