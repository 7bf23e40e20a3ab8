"""Sessions of a customer with an expert, their clock and their extensions."""
