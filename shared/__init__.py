"""What the business knows (the domains), and what carries it (runtime, gateways)."""
