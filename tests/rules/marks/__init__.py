"""The decisions about marks, copies and traces."""
