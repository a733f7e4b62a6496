"""The instrument that measures how fast the procedures are, beside the shop's old code and beside a floor."""
