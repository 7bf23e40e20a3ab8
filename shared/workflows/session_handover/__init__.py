"""Handover of a session: find another expert, let the next one take over, or give up and refund."""
