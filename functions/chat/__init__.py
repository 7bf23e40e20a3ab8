"""Chat rooms, messages, attachments, receipts, presence, blocks and reports."""
