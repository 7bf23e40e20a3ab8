"""The story of the ticket office and of the experts' market, told against the local cloud over HTTP, by `make demo`."""
