"""Cross-cutting rules. Each module is one concern with one ``includeme`` and uses only the
directives that third parties have too."""
