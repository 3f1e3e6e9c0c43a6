"""The application for servers that ask for a Python object; AMO_INI names its settings."""

import os

from pyramid.paster import get_app, setup_logging

ini = os.environ["AMO_INI"]
setup_logging(ini)
application = get_app(ini)
