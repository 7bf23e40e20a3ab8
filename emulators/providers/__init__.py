"""Provider servers: local servers with the vendors' HTTP APIs, and pages to try them."""
