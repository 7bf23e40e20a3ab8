"""Builds what is derived from the functions: the manifest that Terraform reads, and the API's description."""
