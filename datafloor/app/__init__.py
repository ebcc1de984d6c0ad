"""Builds the house and offers it: settings, commands, the program."""
