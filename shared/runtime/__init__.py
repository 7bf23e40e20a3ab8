"""What carries the business to the cloud: triggers, identity, commits, answers, logs, settings."""
