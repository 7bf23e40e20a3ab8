"""Announcements: who is told of what happened, and with which words. One module a domain."""
