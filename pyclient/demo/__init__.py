"""The demonstration: the shop's own request on the shop's own database."""
