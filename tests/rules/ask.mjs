// Apps of several people, made with the SDK that apps are made with: asks Firestore what it is told to ask.
//
// Takes one argument, {project, host, port, patience: seconds, people: {name: ID token or null}}. Each line of its
// input is a list of questions, and for each it prints a line with the list of answers. A question is {who, op, …}, an
// answer {said: "allowed" | "denied" | …, found?: [ids]}:
//
//   get, create, update, delete   {path, data?}                 of one document
//   list                          {query}                       {collection, group?, where?, order?, limit?}
//   listen                        {path | query, name}          a listener that stays; answers with its first picture
//   next                          {name}                        the next picture of that listener, or that it was ended

import { createInterface } from "node:readline";
import { initializeApp } from "firebase/app";
import {
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  deleteDoc,
  doc,
  documentId,
  getDocFromServer,
  getDocsFromServer,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  setDoc,
  setLogLevel,
  updateDoc,
  where,
} from "firebase/firestore";

const { project, host, port, people, patience } = JSON.parse(process.argv[2]);

setLogLevel("silent");
const apps = Object.fromEntries(Object.entries(people).map(([name, token]) => [name, open(name, token)]));
const listeners = {};

function open(name, token) {
  const documents = getFirestore(initializeApp({ projectId: project }, name));
  connectFirestoreEmulator(documents, host, port, token ? { mockUserToken: token } : {});
  return documents;
}

const OPERATIONS = {
  get: async (db, { path }) => found(await insist(() => getDocFromServer(doc(db, path)))),
  list: async (db, asked) => found(await insist(() => getDocsFromServer(asking(db, asked.query)))),
  create: (db, { path, data }) => setDoc(doc(db, path), data),
  update: (db, { path, data }) => updateDoc(doc(db, path), data),
  delete: (db, { path }) => deleteDoc(doc(db, path)),
  listen: (db, asked) => {
    listeners[asked.name] = new Listener(asked.path ? doc(db, asked.path) : asking(db, asked.query));
    return listeners[asked.name].next();
  },
  next: (_, { name }) => listeners[name].next(),
};

// What a listener was told and nobody has asked for yet.
class Listener {
  #told = [];
  #waiting = [];

  constructor(asked) {
    // What has been seen before is shown at once; only with these is it told that the server has been heard.
    const options = { includeMetadataChanges: true };
    onSnapshot(
      asked,
      options,
      (picture) => picture.metadata.fromCache || this.#tell(Promise.resolve(found(picture))),
      (error) => this.#tell(Promise.reject(error)),
    );
  }

  next() {
    return this.#told.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #tell(picture) {
    picture.catch(() => {});
    const waiting = this.#waiting.shift();
    waiting ? waiting(picture) : this.#told.push(picture);
  }
}

function asking(db, asked) {
  const field = (name) => (name === "id" ? documentId() : name);
  return query(
    asked.group ? collectionGroup(db, asked.collection) : collection(db, asked.collection),
    ...(asked.where ?? []).map(([name, operator, value]) => where(field(name), operator, value)),
    ...(asked.order ?? []).map(([name, direction]) => orderBy(field(name), direction)),
    ...(asked.limit ? [limit(asked.limit)] : []),
  );
}

// To the SDK, a server that is silent for ten seconds is no server; it may be a slow one.
async function insist(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error.code !== "unavailable") throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function found(picture) {
  if (picture.docs) return picture.docs.map((each) => each.id);
  return picture.exists() ? [picture.id] : [];
}

async function answer(question) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(reject, patience * 1_000, new Error("no answer"));
  });
  try {
    const asked = OPERATIONS[question.op](apps[question.who], question);
    return { said: "allowed", found: await Promise.race([asked, over]) };
  } catch (error) {
    return { said: error.code === "permission-denied" ? "denied" : `${error.code}: ${error.message}` };
  } finally {
    clearTimeout(timer);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await Promise.all(JSON.parse(line).map(answer))));
}
process.exit(0);
