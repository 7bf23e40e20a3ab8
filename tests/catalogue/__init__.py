"""Finding an expert."""
