"""The pure parts."""
