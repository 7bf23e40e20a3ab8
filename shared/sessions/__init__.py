"""The meeting itself: who meets whom, how long it lasts, and how it ended.

Ours: `sessions`. `ends_at` is the truth: the chat room closes by it whether or not a timer has come. Events:
`SessionEnded`.
"""
