"""Scenarios that an official can read, run against the built house."""
