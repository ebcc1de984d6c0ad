"""What these tests share."""

from tests.fair import fair

__all__ = ["fair"]
