"""A reading as one page that works from disk, without a network: what was read, by whom, and all its values."""

from app.claim.card import claim_card

__all__ = ["claim_card"]
