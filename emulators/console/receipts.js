// Receipts and typing indicators, computed from the participant documents of a room.

import { serverNow } from "./server_clock.js";

const TYPING_LASTS_MS = 5_000;

// Return `read` if all others have read the message, `delivered` if all have received it, else `sent`.
export function stateOf({ seq }, participants, me) {
  const others = participants.filter((each) => each.id !== me);
  if (others.length && others.every((each) => each.read_seq >= seq)) return "read";
  return others.length && others.every((each) => each.delivered_seq >= seq) ? "delivered" : "sent";
}

// Return who is typing. The indicator is a lease that ends by time, or with the person's next message.
export function typists(participants, messages, me, now = serverNow()) {
  return participants.filter(({ id, typing_until: until }) => {
    if (id === me || !until || until <= now) return false;
    const latest = messages.findLast((message) => message.sender === id);
    return !latest || latest.sent_at < until - TYPING_LASTS_MS;
  });
}
