"""The repositories: needs become a constant number of statements, rows become domain objects.

An object's own row comes with one statement, and so does what it has one of. Each relation that
it has many of comes with one more statement for all objects together.
"""
