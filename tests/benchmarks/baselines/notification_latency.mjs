// How long a notification takes from its event to the app's listener, both in this process, so that one clock tells.
// Reads a task as JSON from its input: {way, project, firestore, url, token, machine, uid, events, fields, warm_up,
// per_second}; prints the milliseconds of each notification after the warm-up.

import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { doc, setDoc } from "firebase/firestore";
import { documentsOf, listenForNotifications, posted } from "./listen.mjs";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks));

const agent = new Agent({ keepAlive: true });
const owner = documentsOf(task, "writer", "owner");
const WAYS = {
  /** Pub/Sub pushes the event to the function, which decides and writes. */
  function: ({ push }) => posted(`${task.url}/`, agent, task.machine, push),
  /** The notification's document is written, and nothing else. */
  write: ({ link }) =>
    setDoc(doc(owner, "users", task.uid, "notifications", link.replaceAll("/", "-")), {
      ...task.fields,
      link,
      changed_at: new Date(),
    }),
};

const begun = new Map();
const waits = [];
let all;
const finished = new Promise((resolve) => (all = resolve));
await listenForNotifications(documentsOf(task, "app", task.token), task.uid, (notification) => {
  waits.push(performance.now() - begun.get(notification.data().link));
  if (waits.length === task.events.length) all();
});
for (const event of task.events) {
  await sleep((1000 / task.per_second) * (0.5 + Math.random()));
  begun.set(event.link, performance.now());
  WAYS[task.way](event).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
await finished;
console.log(JSON.stringify(waits.slice(task.warm_up)));
process.exit(0);
