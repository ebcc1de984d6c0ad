"""Bridges to the outside: files, object stores, banks, mail, identity, query engines."""
