"""Fulfilment: one module for each kind of item in an order, with what happens once the order is paid or over.

Each module imports only its own domain, so that the function which handles one kind does not load the others.
"""
