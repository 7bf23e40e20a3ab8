// How long it takes from a customer's call, over the expert who hears and takes it, to the customer who hears of that;
// all in this process, so that one clock tells. Reads a task as JSON from its input: {way, project, firestore, urls,
// expert, customers: [{name, alias, token}], warm_up}; prints the milliseconds of each call behind the warm-up.

import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { collection, doc, onSnapshot, query, setDoc, updateDoc, where } from "firebase/firestore";
import { documentsOf, listenForCalls, posted } from "./listen.mjs";

const PAUSE_MS = 120;

const WAYS = {
  /** Both call functions. */
  function({ urls, expert }) {
    const agent = new Agent({ keepAlive: true });
    return {
      request: ({ token, name }) => posted(urls.request, agent, token, { topic: name }, { "idempotency-key": name }),
      accept: (id) => posted(urls.accept, agent, expert, { pairing_id: id }, { "idempotency-key": id }),
    };
  },

  /** Both write to Firestore themselves, and nothing else. */
  write(task) {
    const owner = documentsOf(task, "owner", "owner");
    const at = (id) => doc(owner, "pairings", id);
    return {
      request: ({ alias, name }) => {
        const id = `bare-${name}`;
        const call = { ...task.call, topic: name, customer: alias, called_at: new Date() };
        return Promise.all([setDoc(at(id), call), setDoc(doc(owner, "boards", task.board, "calls", id), call)]);
      },
      accept: (id) => updateDoc(at(id), { status: "accepted", accepted_at: new Date() }),
    };
  },
};

async function measured(way, hear, task, { alias, token, name }) {
  const documents = documentsOf(task, name, token);
  let accepted, listening;
  const paired = new Promise((resolve) => (accepted = resolve));
  const ready = new Promise((resolve) => (listening = resolve));
  const mine = query(collection(documents, "pairings"), where("customer", "==", alias));
  const stop = onSnapshot(mine, (picture) => {
    if (!picture.metadata.fromCache) listening();
    if (picture.docs.some((each) => each.data().status === "accepted")) accepted();
  });
  await ready;
  hear((call) => call.data().topic === name && way.accept(call.id).catch(failed));
  const began = performance.now();
  way.request({ alias, token, name }).catch(failed);
  await paired;
  const waited = performance.now() - began;
  stop();
  return waited;
}

function failed(error) {
  console.error(error);
  process.exit(1);
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks));
const way = WAYS[task.way](task);
let heard = () => {};
await listenForCalls(documentsOf(task, "expert", task.expert), task.board, (call) => heard(call));
const waits = [];
for (const customer of task.customers) {
  waits.push(await measured(way, (hear) => (heard = hear), task, customer));
  await sleep(PAUSE_MS);
}
console.log(JSON.stringify(waits.slice(task.warm_up)));
process.exit(0);
