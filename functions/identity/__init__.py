"""Functions of identity: who is who."""
