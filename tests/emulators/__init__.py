"""The local cloud's own parts."""
