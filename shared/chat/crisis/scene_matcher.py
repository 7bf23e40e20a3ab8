"""Matcher of the scene rules: which kind of danger the concepts of a text speak of together, in whatever order.

The places of each concept are the bits of one integer, as in `matcher.py`.
The time of a rule is linear in the number of words, whatever the words are.
"""

from collections.abc import Iterator, Sequence

from shared.chat.crisis import scene_rules
from shared.chat.crisis.concepts import Root, load_concepts
from shared.chat.crisis.rules import Step
from shared.chat.crisis.scenes import Idea, Scene, load_ideas, load_scenes


def find_concepts(words: Sequence[tuple[Root, str]]) -> dict[str, int]:
    """Find the places of all concepts and ideas in the words, which know what part of the text they begin."""
    places = _find_places(words)
    every = (1 << len(words)) - 1
    clauses = sum(1 << place for place, (_, starts) in enumerate(words) if starts)
    for idea in load_ideas():
        found = _find_idea(idea, places, every & ~clauses)
        if found:
            places[idea.name] = places.get(idea.name, 0) | found
    return places


def find_scenes(places: dict[str, int]) -> Iterator[Scene]:
    """Find the scene rules that hold for the `places` of concepts."""
    return (scene for scene in load_scenes() if _holds(scene, places))


def find_harmless_kinds(places: dict[str, int]) -> set[str]:
    """Find the kinds of danger of which the direct rules do not hold beside the concepts of a text."""
    return {kind for kind, names in scene_rules.HARMLESS_BESIDE.items() if any(name in places for name in names)}


def _find_places(words: Sequence[tuple[Root, str]]) -> dict[str, int]:
    phrases = load_concepts().phrases
    places: dict[str, int] = {}
    names = [root.name for root, _ in words]
    for place, (root, _) in enumerate(words):
        for concept in root.concepts:
            places[concept] = places.get(concept, 0) | 1 << place
        for rest, concepts in phrases.get(root.name, ()):
            if tuple(names[place + 1 : place + 1 + len(rest)]) == rest:
                for concept in concepts:
                    places[concept] = places.get(concept, 0) | 1 << place + len(rest)
    for place in range(len(words)):
        if place + 1 == len(words) or words[place + 1][1] or "TAIL" in words[place + 1][0].concepts:
            places["ENDS"] = places.get("ENDS", 0) | 1 << place
        if place == 0 or words[place][1]:
            places["BEGINS"] = places.get("BEGINS", 0) | 1 << place
    return places


def _find_idea(idea: Idea, places: dict[str, int], within: int) -> int:
    if any(name in places for name in idea.absent):
        return 0
    ways = -1
    for name in idea.between:
        ways &= ~places.get(name, 0)
    found = 0
    for steps in idea.patterns:
        wanted = [_find_step(step, places) for step in steps]
        if not all(wanted):
            continue
        if idea.is_at_first:
            found |= _walk_back(steps, wanted, within, ways)
        else:
            reached = wanted[0]
            for step, goal in zip(steps[1:], wanted[1:], strict=True):
                way, reached = reached, 0
                for _ in range(step.gap + 1):
                    way = way << 1 & within
                    reached |= way & goal
                    way &= ways
            found |= reached
    return found


def _walk_back(steps: Sequence[Step], wanted: Sequence[int], within: int, ways: int) -> int:
    reached = wanted[-1]
    for number in range(len(steps) - 1, 0, -1):
        way, reached = reached, 0
        for _ in range(steps[number].gap + 1):
            way = (way & within) >> 1
            reached |= way & wanted[number - 1]
            way &= ways
    return reached


def _find_step(step: Step, places: dict[str, int]) -> int:
    found = 0
    for option in step.options:
        both = -1
        for concept in option:
            both &= ~places.get(concept[1:], 0) if concept[0] == "!" else places.get(concept, 0)
        found |= both
    return found


def _holds(scene: Scene, places: dict[str, int]) -> bool:
    masks = []
    for part in scene.parts:
        mask = _find_step(part, places)
        if not mask:
            return False
        masks.append(mask)
    if any(name in places for name in scene.unless):
        return False
    together = -1
    for mask in masks:
        together &= _reach_back(mask, scene.within)
    return together != 0


def _reach_back(mask: int, within: int) -> int:
    """Return all places from which one of the places of `mask` is at most `within` words ahead."""
    done = 0
    while done < within:
        step = min(done + 1, within - done)
        mask |= mask >> step
        done += step
    return mask
