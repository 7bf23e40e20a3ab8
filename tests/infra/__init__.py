"""Tests of the deployed archives, and of the resources that Terraform plans."""
