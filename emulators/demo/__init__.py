"""Demo of tickets, bookings and calls over HTTP: `make demo`."""
