"""One module per migration, named by its number; written by hand, one small function per group."""
