"""Telling people: the words of our messages (`templates/`), in Indonesian and in English."""
