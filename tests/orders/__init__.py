"""Orders and money, through their doors."""
