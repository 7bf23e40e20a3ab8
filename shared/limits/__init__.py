"""Limits of how often a subject may act, and of how much a subject may hold at once.

A subject is a person, a phone number, an e-mail address, a client's address or a partner. Each has one document,
`limits/{subject}`, which an action reads with what it reads anyway, and writes in its own commit. So two requests at
the same moment never both take the last place: the second commit fails, and its action counts again.
"""
