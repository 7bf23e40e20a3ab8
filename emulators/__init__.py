"""The whole cloud on one machine: Google's emulators, small servers for what has none, and the functions."""
