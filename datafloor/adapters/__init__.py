"""The outside world, each behind one small module: objects, tables, passwords, keys."""
