"""Calls for somebody to talk to now, and the experts who answer these calls."""
