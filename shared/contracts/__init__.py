"""All that domains say to one another, typed: events, offers, sales, reserved time."""
