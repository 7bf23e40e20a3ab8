// Addresses of the local cloud, given by the server in the page, and one Firebase app for each phone.

import { initializeApp } from "firebase/app";
import { connectAuthEmulator, initializeAuth, inMemoryPersistence } from "firebase/auth";
import { connectFirestoreEmulator, getFirestore, setLogLevel } from "firebase/firestore";

export const cloud = JSON.parse(document.getElementById("cloud").textContent);

// Firebase apps with different names share no state, so one page can sign in several people.
export function firebase(name) {
  setLogLevel("error");
  const app = initializeApp({ apiKey: "local", projectId: cloud.project }, name);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, cloud.auth, { disableWarnings: true });
  const documents = getFirestore(app);
  const { hostname, port } = new URL(cloud.firestore);
  connectFirestoreEmulator(documents, hostname, Number(port));
  return { app, auth, documents };
}
