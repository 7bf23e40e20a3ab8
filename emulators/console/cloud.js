// The local cloud behind this page, as its server has described it, and a Firebase app of its own for each phone.

import { initializeApp } from "firebase/app";
import { connectAuthEmulator, initializeAuth, inMemoryPersistence } from "firebase/auth";
import { connectFirestoreEmulator, getFirestore, setLogLevel } from "firebase/firestore";

export const cloud = JSON.parse(document.getElementById("cloud").textContent);

// Apps of different names share nothing, so one page can be many people.
export function firebase(name) {
  setLogLevel("error");
  const app = initializeApp({ apiKey: "local", projectId: cloud.project }, name);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, cloud.auth, { disableWarnings: true });
  const documents = getFirestore(app);
  const { hostname, port } = new URL(cloud.firestore);
  connectFirestoreEmulator(documents, hostname, Number(port));
  return { auth, documents };
}
