"""Texts of errors by language: a table for each package that has errors, one for fields, and one for single words."""
