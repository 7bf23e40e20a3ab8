// What the programs of the chat's benchmarks share: a Firebase app each, and an ear at a room's messages.

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
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(
      newest,
      (picture) => {
        picture.docChanges().forEach((change) => change.type === "added" && heard(change.doc.id));
        if (!picture.metadata.fromCache) resolve(stop);
      },
      reject,
    );
  });
}
