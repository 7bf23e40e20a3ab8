"""Chat rooms, messages, attachments, receipts, presence, blocks and reports.

Collections: `rooms` (each with `messages`, `participants` and `uploads`), `inboxes`, `users/…/blocks`, `presence`,
`message_reports` and `report_tallies`. Apps listen under the security rules and write nothing themselves.
Unread counts are computed from sequence numbers, never stored.
"""
