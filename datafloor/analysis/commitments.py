"""What is said beforehand of what must not be known yet: of a sealed bid, and of a seed."""

from hashlib import sha256


def commitment(auction: str, bid: str, amount_minor: int, salt: str) -> str:
    """What is said of a sealed bid before the bell: SHA-256 over these four, a line each.

    It tells nothing while the salt is secret, and no other amount fits it.
    """
    return sha256(f"{auction}\n{bid}\n{amount_minor}\n{salt}".encode()).hexdigest()


def seed_digest(seed: str) -> str:
    """What is said of the seed of the draw before the first bid."""
    return sha256(seed.encode()).hexdigest()
