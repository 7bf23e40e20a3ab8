"""Orders, their payments and refunds, and the news from Xendit about them.

Collections: `orders`; `bills` and `bill_series` (invoices and credit notes, and their numbers); `refund_accounts` (bank
accounts for payouts); `payment_inbox` (callbacks of the provider); `payment_quarantine` (payments that contradict their
order); `payment_log` (every call to the provider and every callback).
Events: `OrderPaid`, `OrderExpired`, `OrderCancelled`, `OrderRefunded`, `PaymentQuarantined`. An order holds its claims
(seats, slots) until it is over.
"""
