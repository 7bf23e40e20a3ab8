"""Someone to talk to, now: who is online, who calls, and who was first.

Ours: `pairings` (a call, which every expert with room listens to), `availability` and `heartbeats` (an expert's
readiness and their lease), `online_log`, `standings` (what a customer may have), `trials`. Event: `PairingFailed`.
"""
