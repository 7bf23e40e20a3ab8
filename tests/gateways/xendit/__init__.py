"""The gateway to Xendit, against the local one."""
