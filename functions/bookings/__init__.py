"""Meetings with experts: request, approve, pay for, move and cancel bookings."""
