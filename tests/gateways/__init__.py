"""The gateways, against the real thing or its emulator."""
