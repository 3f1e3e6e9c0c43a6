"""Published lists of add-ons that are no answers of the API; one module per format.

Each has a function that takes the parsed content of a file and gives its records, or None when
the file has another format. What such a list does not tell and a catalogue needs is made up as
``docs/import.md`` says.
"""
