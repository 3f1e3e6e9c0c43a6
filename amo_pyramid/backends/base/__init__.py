"""The contracts: one module per kind of backend."""
