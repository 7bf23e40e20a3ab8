"""Baselines: the same endpoints written by hand and in the conventional way, to compare ours with."""
