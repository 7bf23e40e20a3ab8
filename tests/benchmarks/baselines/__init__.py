"""The same endpoint written by hand and the usual way: what ours is measured against."""
