"""Local servers that speak the vendors' HTTP APIs, with pages for the people who try them."""
