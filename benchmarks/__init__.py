"""Speed that the console promises, as ratios measured within one run."""
