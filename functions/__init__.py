"""Functions that the cloud can call: one file, one function, one name."""
