"""Programs for those who work on Datafloor. Nothing here runs in an exchange."""
