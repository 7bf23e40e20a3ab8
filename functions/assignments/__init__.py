"""Functions of assignments."""
