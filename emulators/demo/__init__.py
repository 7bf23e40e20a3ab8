"""The story of the ticket office, the experts' market and someone to talk to, told over HTTP by `make demo`."""
