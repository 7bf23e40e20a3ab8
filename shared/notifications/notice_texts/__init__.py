"""Texts of notifications, by language and family: `title`, `body`, and `sms` where the two are too long for an SMS."""
