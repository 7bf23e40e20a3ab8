// Summary of a room for the room list: the unread count and expired times are computed here.

import { serverNow } from "./server_clock.js";
import { gist, notice } from "./wording.js";

// `selves`: ids of the signed-in person, which are the uid and the alias used in calls.
export function summary(room, inboxes, selves, now = new Date(serverNow())) {
  const me = selves.find((uid) => room.members.includes(uid)) ?? selves[0];
  const kept = inboxes.get(me)?.rooms?.[room.id];
  const other = room.pair?.split("~").find((uid) => uid !== me) ?? null;
  return {
    id: room.id,
    me,
    other,
    title: (other ? room.names[other] : room.name) ?? "Percakapan",
    seq: room.seq,
    last: room.last_message,
    lastAt: room.last_at,
    // A room without an inbox entry is read to its end. Room and inbox may arrive in any order, so never below 0.
    unread: kept ? Math.max(0, room.seq - kept.read_seq - kept.own.length) : 0,
    readSeq: kept?.read_seq ?? room.seq,
    muted: Boolean(kept?.muted_until && kept.muted_until > now),
    pinnedAt: kept?.pinned_at ?? null,
    closesAt: room.closes_at,
    get writable() {
      return !room.blocked_by.length && !(room.closes_at && room.closes_at <= serverNow());
    },
    nameOf: (uid) => (uid === me ? "Anda" : (room.names[uid] ?? "Seseorang")),
  };
}

// Sort rooms: pinned rooms first, the latest pin on top, then the others by their newest message.
export function inOrder(rooms) {
  return rooms.toSorted((one, other) => (other.pinnedAt ?? 0) - (one.pinnedAt ?? 0) || other.lastAt - one.lastAt);
}

export function preview(room, me) {
  const { last } = room;
  if (!last) return "Belum ada pesan";
  if (last.notice) return notice(last.notice, room.nameOf);
  if (last.sender === me) return `Anda: ${gist(last)}`;
  return room.other || !last.sender_name ? gist(last) : `${last.sender_name}: ${gist(last)}`;
}
