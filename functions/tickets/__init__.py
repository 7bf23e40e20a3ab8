"""Tickets of events: sale, delivery and check-in."""
