"""Functions of bookings: agreeing on a time."""
