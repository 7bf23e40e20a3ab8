"""Cloud Tasks: a gRPC server over the official protos, with timers, retries and names used once."""
