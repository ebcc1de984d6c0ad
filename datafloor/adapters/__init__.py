"""Ways to the outside world: each implements a port that a context or the kernel names."""
