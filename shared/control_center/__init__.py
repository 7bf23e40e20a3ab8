"""Running the platform.

Collections: `stats/live`, which the dashboard listens to, and `disclosures`, which nobody listens to.
"""
