"""Storage and other services behind abstract classes; implementations are never imported here."""
