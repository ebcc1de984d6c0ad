"""Pure numeric functions: arrays in, values out. No database, no web, no clock."""
