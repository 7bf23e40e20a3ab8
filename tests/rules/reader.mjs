// Somebody's app, made of what `docs/listening.md` says: prints what it shows, each time that it changes.
//
// Takes one argument, {page, project, host, port, token, me, other, room, now}, where `page` is the file with the code of
// the page. A line {caught_up: true} of its input lets it catch up from nothing; what it calls functions for, it prints
// as {call, asked}, and reads the answer from its input. The device's clock is an hour fast.

import { createInterface } from "node:readline";
import { initializeApp } from "firebase/app";
import { connectFirestoreEmulator, getFirestore, setLogLevel } from "firebase/firestore";

const { page, project, host, port, token, me, other, room, now } = JSON.parse(process.argv[2]);
const { caughtUp, delivered, online, read, serverClock, typing, unread, ...listen } = await import(page);

const fast = () => now + 3_600_000;
const clock = serverClock(fast);
clock.measure(fast(), fast() + 200, new Date(now + 100).toISOString());
clock.measure(fast(), fast() + 4_000, new Date(now + 3_000).toISOString());

setLogLevel("silent");
const db = getFirestore(initializeApp({ projectId: project }));
connectFirestoreEmulator(db, host, port, { mockUserToken: token });

const known = { rooms: [], inbox: { rooms: {} }, messages: [], participants: [], presence: undefined, notifications: [], badge: 0 };
const heard = new Set();
const lost = [];

const print = (told) => console.log(JSON.stringify(told));

function show() {
  const { rooms, inbox, messages, participants, presence, notifications, badge } = known;
  const own = messages.filter((each) => each.sender === me);
  const typists = (at) => typing(participants, me, at).map((each) => each.id);
  print({
    heard: [...heard].sort(),
    unread: Object.fromEntries(rooms.map((each) => [each.id, unread(each, inbox)])),
    said: messages.map((each) => each.id),
    typing: typists(clock.now()),
    typing_after_5_s: typists(clock.now() + 5_000),
    delivered: own.filter((each) => delivered(each, participants, me)).map((each) => each.id),
    read: own.filter((each) => read(each, participants, me)).map((each) => each.id),
    online: online(presence, clock.now()),
    online_after_90_s: online(presence, clock.now() + 90_000),
    notifications: notifications.map((each) => each.title),
    badge,
    lost: [...lost].sort(),
  });
}

const on = (what) => [
  (found) => {
    known[what] = found;
    heard.add(what);
    show();
  },
  (error) => {
    lost.push(`${what}: ${error.code}`);
    show();
  },
];

listen.listenToRooms(db, me, ...on("rooms"));
listen.listenToInbox(db, me, ...on("inbox"));
listen.listenToMessages(db, room, ...on("messages"));
listen.listenToParticipants(db, room, ...on("participants"));
listen.listenToPresence(db, other, ...on("presence"));
listen.listenToNotifications(db, me, ...on("notifications"));
listen.listenToUnread(db, me, ...on("badge"));

let answered;
const call = (name, asked) => {
  print({ call: name, asked });
  return new Promise((resolve) => {
    answered = resolve;
  });
};

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.caught_up) caughtUp(call, room, [], known.messages).then((said) => print({ all: said.map((each) => each.seq) }));
  else answered(told.answer);
}
process.exit(0);
