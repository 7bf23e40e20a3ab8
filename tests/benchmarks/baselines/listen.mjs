// What the programs of the benchmarks share: a Firebase app each, an ear at what apps listen to, and calls of functions.

import { request } from "node:http";
import { initializeApp } from "firebase/app";
import {
  collection,
  connectFirestoreEmulator,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  setLogLevel,
} from "firebase/firestore";

setLogLevel("error");

/** The documents, as the app of whoever has *token* sees them; the token "owner" may do everything. */
export function documentsOf({ project, firestore }, name, token) {
  const documents = getFirestore(initializeApp({ projectId: project }, name));
  connectFirestoreEmulator(documents, firestore.host, firestore.port, { mockUserToken: token });
  return documents;
}

/** Tells *heard* the id of every message that is new in *room*, until the function that comes back is called. */
export function listen(documents, room, heard) {
  const newest = query(collection(documents, "rooms", room, "messages"), orderBy("seq", "desc"), limit(50));
  return added(newest, (message) => heard(message.id));
}

/** Tells *heard* every call that is new on a *board* of experts. */
export function listenForCalls(documents, board, heard) {
  return added(query(collection(documents, "boards", board, "calls"), orderBy("called_at")), heard);
}

/** Tells *heard* every notification that is new in the inbox of *uid*. */
export function listenForNotifications(documents, uid, heard) {
  const newest = query(collection(documents, "users", uid, "notifications"), orderBy("changed_at", "desc"), limit(50));
  return added(newest, heard);
}

function added(wish, heard) {
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(
      wish,
      (picture) => {
        picture.docChanges().forEach((change) => change.type === "added" && heard(change.doc));
        if (!picture.metadata.fromCache) resolve(stop);
      },
      reject,
    );
  });
}

/** Calls a function; whatever is not a success fails. */
export function posted(url, agent, token, body, headers = {}) {
  const content = Buffer.from(JSON.stringify(body));
  const told = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "content-length": content.length,
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: "POST", headers: told }, (answer) => {
      const said = [];
      answer.on("data", (some) => said.push(some));
      answer.on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${Buffer.concat(said)}`))));
    });
    asked.on("error", reject);
    asked.end(content);
  });
}
