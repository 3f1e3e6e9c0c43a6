"""What the service talks about: frozen objects without any knowledge of HTTP or SQL."""
