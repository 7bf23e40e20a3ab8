"""Reservations of scarce things: a name has one holder, a pool has many like units."""
