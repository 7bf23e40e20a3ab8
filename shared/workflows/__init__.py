"""Workflows: operations that concern several domains, or that call a vendor between two commits."""
