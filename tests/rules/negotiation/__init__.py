"""Rules of buy requests and negotiations."""
