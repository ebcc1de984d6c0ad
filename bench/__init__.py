"""Figures against goals and rivals. Each module here that offers `run()` is a bench."""
