// Experts who listen for calls, each with a Firebase app of their own. Reads a task as JSON from its first argument:
// {project, firestore, tokens: {name: token}}; says "ready" when all hear, and listens until its input ends.

import { documentsOf, listenForCalls } from "./listen.mjs";

const task = JSON.parse(process.argv[2]);
for (const [name, token] of Object.entries(task.tokens)) await listenForCalls(documentsOf(task, name, token), () => {});
console.log("ready");
process.stdin.on("end", () => process.exit(0)).resume();
