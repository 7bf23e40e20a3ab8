"""What stands around every function."""
