"""Bringing the database to the state of the files in db/: tables by yoyo, everything else by the loader."""
