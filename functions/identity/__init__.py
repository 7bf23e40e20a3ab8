"""Accounts of users and keys of partners."""
