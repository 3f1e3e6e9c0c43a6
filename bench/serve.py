"""Serves one WSGI application on waitress: the child process of every measurement.

Started with one JSON argument: ``factory`` ("package.module:name"), ``settings``, ``cores`` and
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


def load(factory: str) -> Any:
    module, _, name = factory.partition(":")
    return getattr(importlib.import_module(module), name)


def main() -> None:
    spec = json.loads(sys.argv[1])
    if spec["cores"]:
        os.sched_setaffinity(0, spec["cores"])  # before any library starts a thread
    from waitress import create_server  # noqa: PLC0415 - after binding

    application = load(spec["factory"])({}, **spec["settings"])
    gc.collect()
    server = create_server(application, host="127.0.0.1", port=0, threads=spec["threads"])
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
