"""Functions of the control center: running it."""
