"""Calls of customers for someone to talk to now, and the experts who answer them.

Collections: `pairings` (calls, which every expert with capacity listens to); `availability` and `heartbeats` (an
expert's readiness and lease); `online_log`; `standings` (callers' accounts); `trials`. Event: `PairingFailed`.
"""
