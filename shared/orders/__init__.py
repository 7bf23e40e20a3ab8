"""Money in: orders, their payment, refunds, and what Xendit says about them.

Collections: `orders`, `payment_inbox` (what the provider told us), `payment_quarantine` (what we do not believe).
Events: `OrderPaid`, `OrderRefunded`, `PaymentQuarantined`. An order holds its claims (seats, slots) until it is over.
"""
