"""Rules about invoices."""
