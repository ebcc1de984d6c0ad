"""Datafloor: an open data exchange (sàn dữ liệu)."""

__version__ = "0.1.0"
