"""Functions of tickets: selling an event."""
