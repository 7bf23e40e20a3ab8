// How long it takes from a join of a session to the listeners of both sides, all in this process, so that one clock tells.
// Reads a task as JSON from its input: {way, project, firestore, url, tokens: {customer, expert}, sessions, fields,
// warm_up}; prints the milliseconds until the second of the two has heard of each join behind the warm-up.

import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { doc, onSnapshot, setDoc } from "firebase/firestore";
import { documentsOf, posted } from "./listen.mjs";

const PAUSE_MS = 80;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks));

const agent = new Agent({ keepAlive: true });
const owner = documentsOf(task, "writer", "owner");
const WAYS = {
  /** The customer calls the function, which checks booking, time and right, and writes. */
  function: (id) => posted(`${task.url}/`, agent, task.tokens.customer, { session_id: id }),
  /** The session's document is written, and nothing else. */
  write: (id) => setDoc(doc(owner, "sessions", id), { ...task.fields, id, customer_joined_at: new Date() }),
};
const sides = ["customer", "expert"].map((side) => documentsOf(task, side, task.tokens[side]));

/** Listen to a session as one side; `ready` once the listener has the document, `heard` once the customer has joined. */
function listen(documents, id) {
  const told = {};
  told.ready = new Promise((resolve) => (told.begin = resolve));
  told.heard = new Promise((resolve) => (told.end = resolve));
  told.stop = onSnapshot(doc(documents, "sessions", id), (session) => {
    if (!session.metadata.fromCache) told.begin();
    if (session.data()?.customer_joined_at) told.end();
  });
  return told;
}

const waits = [];
for (const id of task.sessions) {
  const listening = sides.map((documents) => listen(documents, id));
  await Promise.all(listening.map((one) => one.ready));
  const began = performance.now();
  WAYS[task.way](id).catch((error) => {
    console.error(error);
    process.exit(1);
  });
  await Promise.all(listening.map((one) => one.heard));
  waits.push(performance.now() - began);
  for (const one of listening) one.stop();
  await sleep(PAUSE_MS);
}
console.log(JSON.stringify(waits.slice(task.warm_up)));
process.exit(0);
