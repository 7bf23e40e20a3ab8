"""Domains of the business, the workflows between them, and the runtime and gateways that carry them."""
