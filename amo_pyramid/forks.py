"""Noticing that this process is a child of the one that something was begun in.

For every request: to ask the system for the number of the process takes a hundredth of one.
"""

from __future__ import annotations

import os


class Here:
    """This process: ``process`` is another object in each."""

    def __init__(self) -> None:
        self.process = object()

    def renew(self) -> None:
        """Called in a child."""
        self.process = object()


here = Here()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=here.renew)
