"""Runtime: triggers, authentication, commits, responses, logs, settings."""
