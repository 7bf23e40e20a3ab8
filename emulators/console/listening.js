// Firestore listeners with the queries that the security rules allow. Apps never write to Firestore.

import { collection, doc, limit, onSnapshot, orderBy, query, startAt, Timestamp, where } from "firebase/firestore";

import { countUnread } from "./notices.js";
import { serverNow } from "./server_clock.js";

const MOST_ROOMS = 100;
const MOST_CALLS = 50;
const MOST_ALIASES = 5;
const MOST_NOTIFICATIONS = 30;
const MOST_SESSIONS = 50;
const SETTLING_MS = 30_000;

const unanswered = new WeakMap(); // of each app's Firestore: a promise for every listener without an answer

// Each `listen…` function calls `tell` at once and after every change. It returns a function that stops the listener.
// If a block ends the permission to listen to a room or to presence, `tell` is called a last time with null.

export function listenToRooms(documents, uid, tell) {
  const mine = where("members", "array-contains", uid);
  const rooms = query(collection(documents, "rooms"), mine, orderBy("last_at", "desc"), limit(MOST_ROOMS));
  return listen(rooms, (picture) => tell(picture.docs.map(entity)));
}

// Messages from number `from` on. `complete` is false while they come only from the cache.
export function listenToMessages(documents, roomId, from, tell) {
  const messages = collection(documents, "rooms", roomId, "messages");
  return listen(
    query(messages, orderBy("seq"), startAt(from)),
    (picture) => tell(picture.docs.map(entity), { complete: !picture.metadata.fromCache }),
    tell,
    // Without this, `tell` is not called when the server confirms that the cache is complete.
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

// People whom this person has blocked. The blocked people cannot see it.
export function listenToBlocks(documents, uid, tell) {
  return listen(collection(documents, "users", uid, "blocks"), (picture) => tell(picture.docs.map(entity)));
}

// Groups that invite this person, and whose invitation can still be accepted.
export function listenToInvitations(documents, uid, tell) {
  const invitations = collection(documents, "users", uid, "room_invitations");
  const open = query(invitations, where("declined", "==", false), orderBy("expire_at", "desc"), limit(MOST_ROOMS));
  return listen(open, (picture) => tell(picture.docs.map(entity).filter((each) => each.expire_at > serverNow())));
}

// Aliases of a person in calls, and in the rooms, sessions and inboxes that result from calls: of the person and of the
// latest sessions. Null for a person who has never called.
export function listenToAliases(documents, uid, tell) {
  return listen(doc(documents, "aliases", uid), (found) => {
    if (!found.exists()) return tell(null);
    const { alias, aliases = [] } = found.data();
    tell({ person: alias, all: [alias, ...aliases.slice(-MOST_ALIASES)] });
  });
}

// Calls on an expert's board. The rules allow it only to an expert who is online with capacity left; else null.
export function listenToOpenCalls(documents, board, tell) {
  const calls = query(collection(documents, "boards", board, "calls"), orderBy("called_at"), limit(MOST_CALLS));
  return listen(calls, (picture) => tell(picture.docs.map(entity)), tell);
}

// Open call of a customer. A customer has at most one.
export function listenToOpenCallOf(documents, alias, tell) {
  const open = where("status", "in", ["awaiting_payment", "searching"]);
  const calls = query(collection(documents, "pairings"), where("account", "==", alias), open);
  return listen(calls, (picture) => tell(picture.docs.map(entity)[0] ?? null));
}

export function listenToCall(documents, id, tell) {
  return listen(doc(documents, "pairings", id), (found) => tell(found.exists() ? entity(found) : null));
}

export function listenToOrder(documents, id, tell) {
  return listen(doc(documents, "orders", id), (found) => tell(found.exists() ? entity(found) : null));
}

// Running sessions of `uid`. `side` is `expert`, or `customer`, for which `uid` is the alias.
export function listenToSessions(documents, side, uid, tell) {
  const goOn = where("status", "in", ["active", "searching"]);
  const sessions = query(collection(documents, "sessions"), where(side, "==", uid), goOn);
  return listen(sessions, (picture) => tell(picture.docs.map(entity)));
}

// Booked sessions of `uid`, past ones too, the next one first. `side` is `expert` or `customer`.
export function listenToBookedSessions(documents, side, uid, tell) {
  const sessions = query(collection(documents, "sessions"), where(side, "==", uid), limit(MOST_SESSIONS));
  const inOrder = (found) => found.filter(({ kind }) => kind === "booking").sort((a, b) => a.starts_at - b.starts_at);
  return listen(sessions, (picture) => tell(inOrder(picture.docs.map(entity))));
}

// One session, also after its end; null once another expert has it.
export function listenToSession(documents, id, tell) {
  return listen(doc(documents, "sessions", id), (found) => tell(found.exists() ? entity(found) : null), tell);
}

// The newest notifications; one of a group, such as the messages of a room, moves up with each happening.
export function listenToNotifications(documents, uid, tell) {
  const all = collection(documents, "users", uid, "notifications");
  const newest = query(all, orderBy("changed_at", "desc"), limit(MOST_NOTIFICATIONS));
  return listen(newest, (picture) => tell(picture.docs.map(entity)));
}

// Number of unread notifications, from one document.
export function listenToUnread(documents, uid, tell) {
  return listen(doc(documents, "notification_states", uid), (found) => tell(countUnread(found.data())));
}

export function listenToAvailability(documents, uid, tell) {
  return listen(doc(documents, "availability", uid), (found) => tell(found.exists() ? entity(found) : null));
}

// Convert times in JSON, which are texts in fields named `…_at` or `…_until`, to dates.
export function dated(value) {
  return mapped(value, (each, name) => (typeof each === "string" && /_(at|until)$/.test(name) ? new Date(each) : each));
}

// Wait until the server has answered every listener of this app, at most for 30 seconds. Google's emulator loses a
// listener for good if a document of it is written while another listener of the same app is being added.
export async function settled(documents) {
  const patience = new Promise((over) => setTimeout(over, SETTLING_MS));
  await Promise.race([patience, Promise.all(unanswered.get(documents) ?? [])]);
}

function listen(target, tell, lost = null, options = {}) {
  awaitAnswer(target);
  return onSnapshot(target, options, tell, (error) => {
    // Signing out ends all listeners.
    if (error.code === "aborted") return;
    if (error.code === "permission-denied" && lost) lost(null);
    else console.error(error);
  });
}

// A second listener to the same target costs the server nothing: the SDK shares the first.
function awaitAnswer(target) {
  const waiting = unanswered.get(target.firestore) ?? new Set();
  unanswered.set(target.firestore, waiting);
  const answer = new Promise((answered) => {
    const stop = onSnapshot(
      target,
      { includeMetadataChanges: true },
      ({ metadata }) => metadata.fromCache || answered(stop),
      () => answered(() => {}),
    );
  });
  waiting.add(answer);
  answer.then((stop) => (waiting.delete(answer), stop()));
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
