"""Functions of the chat."""
