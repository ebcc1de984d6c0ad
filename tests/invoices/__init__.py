"""Invoices as files, and statements of account."""
