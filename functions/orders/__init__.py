"""Orders, their payments, refunds and invoices."""
