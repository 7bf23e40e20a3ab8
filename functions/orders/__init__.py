"""Functions of orders: money in."""
