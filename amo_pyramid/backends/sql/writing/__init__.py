"""Storing records: what differs is written, then everything derived from it is put right."""
