"""Assignments: services without a meeting, bought by customers and delivered by experts as text or files."""
