"""Local cloud: Google's emulators, our own servers for everything else, and the functions, on one machine."""
