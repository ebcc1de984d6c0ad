"""What the exchange says to banks and hears from them: codes, statements, payouts."""
