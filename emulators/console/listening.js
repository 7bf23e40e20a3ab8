// What apps listen to in Firestore, under the security rules; nothing is ever written there from here.

import { collection, doc, limit, onSnapshot, orderBy, query, startAt, Timestamp, where } from "firebase/firestore";

const MOST_ROOMS = 100;
const MOST_CALLS = 50;

// Each `listen…` calls *tell* at once and with every change, and returns what ends it. Of a room, and of somebody's
// presence, *tell* is called a last time with null when the rules no longer let one listen: since there is a block.

export function listenToRooms(documents, uid, tell) {
  const mine = where("members", "array-contains", uid);
  const rooms = query(collection(documents, "rooms"), mine, orderBy("last_at", "desc"), limit(MOST_ROOMS));
  return listen(rooms, (picture) => tell(picture.docs.map(entity)));
}

// The messages from number *from* on, also those to come. *complete* is false while they are from memory only.
export function listenToMessages(documents, roomId, from, tell) {
  const messages = collection(documents, "rooms", roomId, "messages");
  return listen(
    query(messages, orderBy("seq"), startAt(from)),
    (picture) => tell(picture.docs.map(entity), { complete: !picture.metadata.fromCache }),
    tell,
    // Told also when it turns out that what was in memory is all there is.
    { includeMetadataChanges: true },
  );
}

export function listenToParticipants(documents, roomId, tell) {
  const participants = collection(documents, "rooms", roomId, "participants");
  return listen(participants, (picture) => tell(picture.docs.map(entity)), tell);
}

export function listenToInbox(documents, uid, tell) {
  return listen(doc(documents, "inboxes", uid), (found) => tell(found.exists() ? entity(found) : null));
}

export function listenToPresence(documents, uid, tell) {
  return listen(doc(documents, "presence", uid), (found) => tell(found.exists() ? entity(found) : null), tell);
}

// Whom one has blocked; the blocked are not told.
export function listenToBlocks(documents, uid, tell) {
  return listen(collection(documents, "users", uid, "blocks"), (picture) => tell(picture.docs.map(entity)));
}

// By what the calls of somebody know them, and all that comes of these: rooms, sessions, what is unread.
export function listenToAlias(documents, uid, tell) {
  return listen(doc(documents, "aliases", uid), (found) => tell(found.exists() ? found.data().alias : null));
}

// Calls that wait for somebody, for an expert who is online with room left: for others it is closed, and told as null.
export function listenToOpenCalls(documents, tell) {
  const searching = where("status", "==", "searching");
  const calls = query(collection(documents, "pairings"), searching, orderBy("called_at"), limit(MOST_CALLS));
  return listen(calls, (picture) => tell(picture.docs.map(entity)), tell);
}

// The call that a customer has open: at most one.
export function listenToOpenCallOf(documents, alias, tell) {
  const open = where("status", "in", ["awaiting_payment", "searching"]);
  const calls = query(collection(documents, "pairings"), where("customer", "==", alias), open);
  return listen(calls, (picture) => tell(picture.docs.map(entity)[0] ?? null));
}

export function listenToCall(documents, id, tell) {
  return listen(doc(documents, "pairings", id), (found) => tell(found.exists() ? entity(found) : null));
}

export function listenToOrder(documents, id, tell) {
  return listen(doc(documents, "orders", id), (found) => tell(found.exists() ? entity(found) : null));
}

// The sessions that go on, of *uid* as *side*: customer (then it is an alias) or expert.
export function listenToSessions(documents, side, uid, tell) {
  const goOn = where("status", "in", ["active", "searching"]);
  const sessions = query(collection(documents, "sessions"), where(side, "==", uid), goOn);
  return listen(sessions, (picture) => tell(picture.docs.map(entity)));
}

// One session, also when it has ended; null once it is another expert's.
export function listenToSession(documents, id, tell) {
  return listen(doc(documents, "sessions", id), (found) => tell(found.exists() ? entity(found) : null), tell);
}

export function listenToAvailability(documents, uid, tell) {
  return listen(doc(documents, "availability", uid), (found) => tell(found.exists() ? entity(found) : null));
}

// Times in JSON are texts, under names by which they are known.
export function dated(value) {
  return mapped(value, (each, name) => (typeof each === "string" && /_(at|until)$/.test(name) ? new Date(each) : each));
}

function listen(target, tell, lost = null, options = {}) {
  return onSnapshot(target, options, tell, (error) => {
    if (error.code === "permission-denied" && lost) lost(null);
    else console.error(error);
  });
}

function entity(document) {
  return { id: document.id, ...mapped(document.data(), (each) => (each instanceof Timestamp ? each.toDate() : each)) };
}

function mapped(value, change, name = "") {
  const changed = change(value, name);
  if (changed !== value || value === null || typeof value !== "object") return changed;
  if (Array.isArray(value)) return value.map((each) => mapped(each, change, name));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each, change, key)]));
}
