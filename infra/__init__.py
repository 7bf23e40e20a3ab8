"""Infrastructure: what the cloud is told."""
