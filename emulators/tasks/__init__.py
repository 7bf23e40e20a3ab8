"""Cloud Tasks: a gRPC server for the official protos, with schedule times, retries and unique task names."""
