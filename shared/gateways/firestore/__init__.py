"""Documents over Firestore's official protos and grpc.aio: codec, client, and the unit of work."""
