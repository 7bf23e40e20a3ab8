"""Functions of pairing: someone to talk to, now."""
