"""Accounts of users and keys of partners.

Collections: `users` and `partner_keys`. Firebase Auth keeps the credentials by which users sign in.
"""
