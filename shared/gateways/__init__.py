"""Gateways: one file or folder a vendor.

No other layer knows a vendor's terms, and no gateway knows a business rule.
"""
