"""Sessions: who meets whom, how long it lasts, and how it ended.

Collection: `sessions`. `ends_at` is authoritative: the chat room closes by it whether or not a timer has come.
Event: `SessionEnded`.
"""
