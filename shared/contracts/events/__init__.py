"""The published language: what happened, one file a domain. Functions listen to these, never to one another."""
