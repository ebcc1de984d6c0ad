"""Builds the house: settings, clock, database, adapters; and the command line."""
