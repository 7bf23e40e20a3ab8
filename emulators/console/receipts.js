// What the others' places in a room tell: how far each message has come, and who is typing.

const TYPING_LASTS_MS = 5_000;

// One's own message is read when everybody has read it, and delivered when everybody has it.
export function stateOf({ seq }, participants, me) {
  const others = participants.filter((each) => each.id !== me);
  if (others.length && others.every((each) => each.read_seq >= seq)) return "read";
  return others.length && others.every((each) => each.delivered_seq >= seq) ? "delivered" : "sent";
}

// Typing is a lease, compared with the clock; and who has said something since it began is typing no more.
export function typists(participants, messages, me, now = Date.now()) {
  return participants.filter(({ id, typing_until: until }) => {
    if (id === me || !until || until <= now) return false;
    const latest = messages.findLast((message) => message.sender === id);
    return !latest || latest.sent_at < until - TYPING_LASTS_MS;
  });
}
