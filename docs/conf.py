"""The documentation as a site: ``make docs``."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import reference

from amo_pyramid import __version__

project = "amo_pyramid"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"amo_pyramid {__version__}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
# Two dashes are two dashes: pages are full of options.
smartquotes = False
html_copy_source = False
html_show_copyright = False
templates_path: list[str] = []
# Headings that links may name, as they are named where the pages are read without the site.
myst_heading_anchors = 4
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
SINGLE_STAR = re.compile(r"(?<!\*)\*(?!\*)")


class FromCode(SphinxDirective):
    """The part of a page that a function in ``tools`` makes: ``module.function``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(reference.INI))
        module, _, function = self.arguments[0].rpartition(".")
        text = getattr(importlib.import_module(module), function)()
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def escape_stars(app: Sphinx, context: object, lines: list[str]) -> None:
    """The help of a command is plain text: ``*:*`` is a permission there, not emphasis."""
    lines[:] = [SINGLE_STAR.sub(r"\\*", line) for line in lines]


def setup(app: Sphinx) -> None:
    for part in ("description", "options"):
        app.connect(f"sphinx-click-process-{part}", escape_stars)
    app.add_directive("from-code", FromCode)
