"""The ticket office's story, told against the local cloud over HTTP, as `make demo` does."""
