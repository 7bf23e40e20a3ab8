"""Functions of sessions: the meeting itself."""
