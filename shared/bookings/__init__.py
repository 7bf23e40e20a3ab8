"""Agreeing on a time: requests, approval, moves, cancellation, reminders, and the links to meet at.

Collections: `bookings`, `meeting_links`, `meeting_links/{link}/slots` (one document a quarter of an hour that the link
is used in); the document `settings/bookings`. Events: `BookingConfirmed`, `BookingMoved`, `BookingCancelled`,
`BookingCompleted`. A booking has the id of the order that pays for it; under that id it holds the expert's quarters.
"""
