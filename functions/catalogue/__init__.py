"""Experts with their profiles, services, products and opening hours, and the search for experts."""
