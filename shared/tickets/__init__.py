"""Selling an event: ticket types and their stock, tickets, check-in.

Collections: `ticket_events`, `ticket_events/{event}/types`, `…/types/{type}/units` (one document a seat: free, held or
sold), `tickets`, `ticket_mailings`. Events: `TicketsIssued`.
"""
