"""Money in: orders, their payment, refunds, and what Xendit says about them.

Collections: `orders`, `bills` and `bill_series` (invoices and credit notes, their numbers), `refund_accounts` (where a
refund is paid out), `payment_inbox` (what the provider told us), `payment_quarantine` (what we do not believe),
`payment_log` (every word between us).
Events: `OrderPaid`, `OrderExpired`, `OrderCancelled`, `OrderRefunded`, `PaymentQuarantined`. An order holds its claims
(seats, slots) until it is over.
"""
