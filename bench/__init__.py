"""Measures the service against plain servers on the same machine: ``python -m bench``."""
