"""Selections of events in the layouts of others: pure writers over what a policy decided, one module a layout."""
