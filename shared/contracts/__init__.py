"""All that domains say to one another, and what several of them ask of vendors, typed."""
