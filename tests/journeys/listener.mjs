// Listens to the messages of one room as an app does, and prints each picture of them as a line of JSON, until its
// input ends. Takes one argument: {project, host, port, token, room}.

import { initializeApp, deleteApp } from "firebase/app";
import {
  collection,
  connectFirestoreEmulator,
  getFirestore,
  onSnapshot,
  orderBy,
  query,
  setLogLevel,
} from "firebase/firestore";

const { project, host, port, token, room } = JSON.parse(process.argv[2]);

setLogLevel("error");
const app = initializeApp({ projectId: project });
const documents = getFirestore(app);
connectFirestoreEmulator(documents, host, port, { mockUserToken: token });

const messages = query(collection(documents, "rooms", room, "messages"), orderBy("seq"));
onSnapshot(
  messages,
  (picture) => {
    const shown = picture.docs.map((each) => [each.id, each.get("seq"), each.get("body")]);
    const changes = picture.docChanges().map((each) => [each.type, each.doc.id]);
    console.log(JSON.stringify({ shown, changes, from_cache: picture.metadata.fromCache }));
  },
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);

process.stdin.resume().on("end", async () => {
  await deleteApp(app);
  process.exit(0);
});
