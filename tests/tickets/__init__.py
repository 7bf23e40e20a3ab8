"""The ticket office, through its doors."""
