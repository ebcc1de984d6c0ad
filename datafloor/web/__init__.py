"""What the world sees over HTTP: parse, ask, render. No rule and no SQL is here."""
