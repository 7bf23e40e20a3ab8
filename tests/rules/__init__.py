"""The security rules: what apps may listen to, and that they change nothing."""
