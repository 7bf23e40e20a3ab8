"""Search for contact details in texts: phone numbers, e-mail addresses, handles, links and accounts for payment."""

MASK = "•••"
"""Characters that take the place of a contact detail."""
