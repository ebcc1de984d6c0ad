"""Rules, pure: facts and a question in, events or a refusal out."""
