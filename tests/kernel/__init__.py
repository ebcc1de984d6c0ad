"""The kernel's values by themselves."""
