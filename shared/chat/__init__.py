"""Rooms, and what is said in them.

Ours: `rooms` (below each `messages`, `participants`, `uploads`), `inboxes`, `users/…/blocks`, `presence`,
`message_reports`, `report_tallies`. Apps listen under the security rules and change nothing. Unread is arithmetic.
"""
