"""What a person or a program sees over HTTP: parse, ask, render; no rules and no SQL."""
