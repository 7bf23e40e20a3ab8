"""Functions of the catalogue: finding an expert."""
