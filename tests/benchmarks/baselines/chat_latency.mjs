// How long a message takes from its sender to its receiver, both in this process, so that one clock tells.
// Reads a task as JSON from its input: {way, project, firestore, url, token, senders, stretches}; prints the
// milliseconds of each message, by the room of each stretch.

import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { doc, setDoc } from "firebase/firestore";
import { io } from "socket.io-client";
import { documentsOf, listen, posted } from "./listen.mjs";

const WAYS = {
  /** Senders call the function; the receiver listens to Firestore. */
  async function(task) {
    const documents = documentsOf(task, "receiver", task.token);
    const agent = new Agent({ keepAlive: true });
    const send = (room, { id, body }, sender) =>
      posted(`${task.url}/`, agent, sender, { room_id: room, message_id: id, body });
    return { send, hear: (room, heard) => listen(documents, room, heard) };
  },

  /** Senders write the message to Firestore themselves, and nothing else; the receiver listens likewise. */
  async write(task) {
    const documents = documentsOf(task, "receiver", task.token);
    const owner = documentsOf(task, "sender", "owner");
    const send = (room, message) => setDoc(doc(owner, "rooms", room, "messages", message.id), message);
    return { send, hear: (room, heard) => listen(documents, room, heard) };
  },

  /** Senders and receiver are in a room of a Socket.io server. */
  async socket(task) {
    const receiver = await connected(task.url);
    const senders = await Promise.all(task.senders.map(() => connected(task.url)));
    const send = async (room, message, _, turn) => senders[turn].emit("say", room, message);
    const hear = async (room, heard) => {
      const listener = (message) => heard(message.id);
      await receiver.emitWithAck("join", room);
      receiver.on("said", listener);
      return () => receiver.off("said", listener);
    };
    return { send, hear };
  },
};

function connected(url) {
  const socket = io(url, { transports: ["websocket"], forceNew: true });
  return new Promise((resolve, reject) => {
    socket.on("connect", () => resolve(socket));
    socket.on("connect_error", reject);
  });
}

async function measured(way, task, { room, messages, per_second }) {
  const begun = new Map();
  const waits = [];
  let all;
  const finished = new Promise((resolve) => (all = resolve));
  const leave = await way.hear(room, (id) => {
    waits.push(performance.now() - begun.get(id));
    if (waits.length === messages) all();
  });
  for (let seq = 1; seq <= messages; seq++) {
    // In the mean at that rate, and in step with nothing.
    await sleep((1000 / per_second) * (0.5 + Math.random()));
    const turn = seq % task.senders.length;
    const message = { id: `${room}-${seq}`, seq, body: task.body };
    begun.set(message.id, performance.now());
    way.send(room, message, task.senders[turn], turn).catch(failed);
  }
  await finished;
  leave();
  return waits;
}

function failed(error) {
  console.error(error);
  process.exit(1);
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks));
const way = await WAYS[task.way](task);
const found = {};
for (const stretch of task.stretches) found[stretch.room] = await measured(way, task, stretch);
console.log(JSON.stringify(found));
process.exit(0);
