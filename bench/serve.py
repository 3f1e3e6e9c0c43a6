"""Serves one WSGI application: the child process of every measurement.

Started with one JSON argument: ``factory`` ("package.module:name") and its ``settings``,
``server`` (likewise; it has the signature of waitress' ``create_server``), ``cores`` and
``threads``. Prints the port once it listens. Imports nothing of this project, so that the Python
of another one (Kinto's) can run this file too.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from typing import Any


def load(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def main() -> None:
    spec = json.loads(sys.argv[1])
    if spec["cores"]:
        os.sched_setaffinity(0, spec["cores"])  # before any library starts a thread
    application = load(spec["factory"])({}, **spec["settings"])
    gc.collect()
    create = load(spec["server"])
    server = create(application, host="127.0.0.1", port=0, threads=spec["threads"])
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
