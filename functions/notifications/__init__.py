"""Notifications: the inbox, choices and devices of people, and the tasks that send on each channel."""
