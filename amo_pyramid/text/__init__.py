"""Pure text processing: outgoing links and the cleaning of HTML fields."""
