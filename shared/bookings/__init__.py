"""Bookings: requests, approvals, reschedules, cancellations, reminders and the pool of meeting links.

Collections: `bookings`, `meeting_links`, and `meeting_links/{link}/slots` with one document for each quarter of an
hour in which the link is used. Settings: the document `settings/bookings`. Events: `BookingConfirmed`, `BookingMoved`,
`BookingCancelled`, `BookingCompleted`. A booking has the id of the order that pays for it. The claims on the expert's
quarters are held under that id.
"""
