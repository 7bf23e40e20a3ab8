// What apps listen to in Firestore, under the security rules; nothing is ever written there from here.

import { collection, doc, limit, onSnapshot, orderBy, query, startAt, Timestamp, where } from "firebase/firestore";

const MOST_ROOMS = 100;

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
