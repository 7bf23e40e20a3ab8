"""What is shipped, and the cloud that Terraform plans for it."""
