"""Scenes: concepts that together speak of danger, with an example of each. The tables are `scenes_of_*.py`.

A rule has a kind, its concepts, and the most words from the first to the last.
After `unless` stand concepts that the text must not have.
`|` stands for either, and a rule may go on in lines that begin with two spaces.
`GROUPS` are short names for several harmless concepts.
"""

from shared.chat.crisis import scenes_of_death, scenes_of_farewell, scenes_of_harm, scenes_of_means

TABLES = (scenes_of_death, scenes_of_farewell, scenes_of_means, scenes_of_harm)

GROUPS = {
    "CRAFT": ("CHORE", "PURPOSE"),
    "UNSERIOUS": ("JOKED", "BLUNDER", "LAUGH", "GAME", "MEDIA", "TOPIC", "HISTORY", "FIGURATIVE", "DENIAL", "NEWSY"),
    "ORDINARY": ("LEISURE", "ERRAND", "OFFICE", "RESUME", "WORK", "BROKEN"),
}

HARMLESS_ALWAYS = ("LAUGH", "GAME", "MEDIA", "TOPIC", "HISTORY")
"""Concepts beside which no direct rule holds, but those of suicide and self-harm: people laugh about these too."""

HARMLESS_BESIDE = {
    "burden": (*HARMLESS_ALWAYS, "WORK"),
    "disappearing": (*HARMLESS_ALWAYS, "AWHILE", "BLUNDER", "BYGONE", "JOKED"),
    "farewell": (*HARMLESS_ALWAYS, "OFFICE", "ERRAND", "LEISURE"),
    "means": (*HARMLESS_ALWAYS, "LEISURE", "CHORE", "ERRAND", "JOKED", "NEWSY", "PRESCRIBED"),
    "methods": HARMLESS_ALWAYS,
    "not living": (*HARMLESS_ALWAYS, "BODILY"),
    "not waking": (*HARMLESS_ALWAYS, "ERRAND", "AWHILE", "BODILY"),
    "self-harm": ("ACCIDENT", "BYGONE", "TOPIC"),
    "someone in danger": (*HARMLESS_ALWAYS, "CHORE", "NEWSY"),
    "suicide": ("DENIAL", "GAME", "HISTORY", "JOKED", "NEWSY", "TOPIC"),
    "violence": (*HARMLESS_ALWAYS, "UNREAL", "WORK", "CHORE"),
    "wish to die": (*HARMLESS_ALWAYS, "BLUNDER", "JOKED", "FOODIE", "GRIEVED", "WORK", "ERRAND"),
}
"""Concepts beside which no direct rule of a kind holds."""
