"""Settings, live numbers and interventions for admins."""
