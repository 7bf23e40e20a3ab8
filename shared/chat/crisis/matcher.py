"""Matcher of the crisis rules: which kind of danger a text speaks of, if any.

The places of each meaning are the bits of one integer. A step of a pattern shifts all places at once.
The time of a rule is therefore linear in the number of words, whatever the words are.
"""

from collections.abc import Container, Iterable

from shared.chat.crisis.message_words import Token
from shared.chat.crisis.rules import BARRIERS, GUARDS, Guard, Rule, Step, load_rules


def find_danger(tokens: Iterable[Token], *, other_than: Container[str] = ()) -> str | None:
    """Find the kind of danger that the words speak of, or None; some kinds may be left out."""
    places = _Places(tokens)
    ways = places.every & ~places.of(BARRIERS)
    return next(
        (rule.kind for rule in load_rules() if rule.kind not in other_than and _holds(rule, places, ways)), None
    )


class _Places:
    """Places of the meanings in one text, one bit a word."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._places: dict[str, int] = {}
        self._blocked: dict[str, int] = {}
        self._lines = 0
        self._clauses = self._sentences = bit = 1
        for token in tokens:
            for meaning in token.word.meanings:
                self._places[meaning] = self._places.get(meaning, 0) | bit
            if token.starts == "line":
                self._lines |= bit
            elif token.starts:
                self._clauses |= bit
                self._sentences |= bit if token.starts == "sentence" else 0
            bit <<= 1
        self.every = bit - 1
        strangers = self.of(("STRANGER", "GENERIC"))
        self._places["STRANGER"] = strangers
        self._places["CLOSE"] = self.of(("THIRD",)) & ~strangers & ~self.of(("YOU",))
        self.named = frozenset(self._places)

    def of(self, meanings: Iterable[str]) -> int:
        """Return the places of any of the `meanings`."""
        found = 0
        for meaning in meanings:
            found |= self._places.get(meaning, 0)
        return found

    def of_step(self, step: Step) -> int:
        """Return the places at which `step` of a pattern may stand."""
        found = 0
        for option in step.options:
            places = self.every
            for meaning in option:
                places &= self._places.get(meaning, 0)
            found |= places
        return found

    def after(self, places: int) -> int:
        """Return the places behind `places` in the same clause."""
        return (places << 1) & self.every & ~self._clauses

    def blocked_by(self, name: str) -> int:
        """Return the places at which the guard `name` speaks against a pattern."""
        if name not in self._blocked:
            self._blocked[name] = self._compute_blocked(GUARDS[name])
        return self._blocked[name]

    def ends(self) -> int:
        """Return the places at which a clause ends, or goes on without a change of sense."""
        going_on = self._clauses | self._lines | self.of(("TAIL", "CONJ", "RECENT", "AND"))
        return going_on >> 1 | (self.every + 1) >> 1

    def _compute_blocked(self, guard: Guard) -> int:
        places = self.of(guard.meanings)
        if not places:
            return 0
        match guard.place:
            case "before":
                return self._compute_before(guard, places)
            case "after":
                return self._compute_after(guard, places)
            case "clause":
                return self._fill(places, self._clauses | self._lines)
            case "sentence":
                return self._fill(places, self._sentences | self._lines)

    def _compute_before(self, guard: Guard, places: int) -> int:
        starts = (self._sentences if guard.crosses_commas else self._clauses) | self._lines
        passing = self.of(guard.through) if guard.through else self.every
        passing &= ~self.of(guard.stops)
        blocked, reached = 0, places
        for _ in range(guard.reach + 1):
            reached = (reached << 1) & self.every & ~starts
            blocked |= reached
            reached &= passing
        return blocked

    def _compute_after(self, guard: Guard, places: int) -> int:
        blocked = 0
        for _ in range(guard.reach + 1):
            places = (places & ~(self._clauses | self._lines)) >> 1
            blocked |= places
        return blocked

    def _fill(self, places: int, starts: int) -> int:
        """Return all places of the parts of the text that begin at `starts` and hold one of `places`."""
        filled, length = 0, self.every.bit_length()
        begins = [place for place in range(length) if starts >> place & 1]
        for begin, end in zip(begins, [*begins[1:], length], strict=True):
            part = (1 << end) - (1 << begin)
            if places & part:
                filled |= part
        return filled


def _holds(rule: Rule, places: _Places, ways: int) -> bool:
    if rule.needs and not places.of(rule.needs):
        return False
    ways &= ~places.of(rule.barriers)
    blocked: tuple[int, int] | None = None
    for steps, rarest in zip(rule.patterns, rule.rarest, strict=True):
        if places.named.isdisjoint(rarest):
            continue
        reached = places.of_step(steps[0])
        if not reached:
            continue
        blocked = blocked or _compute_blocked(places, rule)
        reached &= ~blocked[0]
        for step in steps[1:]:
            wanted, way, reached = places.of_step(step), places.after(reached), 0
            for _ in range(step.gap + 1):
                reached |= way & wanted
                way = places.after(way & ways)
        if reached & ~blocked[1]:
            return True
    return False


def _compute_blocked(places: _Places, rule: Rule) -> tuple[int, int]:
    """Return the places at which no pattern of `rule` may begin, and those at which none may end."""
    begins = ends = 0
    for name in rule.unless:
        if GUARDS[name].place == "after":
            ends |= places.blocked_by(name)
        else:
            begins |= places.blocked_by(name)
    return begins, ends | (~places.ends() if rule.ends else 0)
