// Experts who listen for calls, each with a Firebase app of their own. The first line of its input is a task as JSON:
// {project, firestore, tokens: {name: token}}; says "ready" when all hear, and listens until its input ends.

import { createInterface } from "node:readline";
import { documentsOf, listenForCalls } from "./listen.mjs";

const lines = createInterface({ input: process.stdin });
lines.once("line", async (line) => {
  const task = JSON.parse(line);
  for (const [name, token] of Object.entries(task.tokens))
    await listenForCalls(documentsOf(task, name, token), () => {});
  console.log("ready");
});
lines.once("close", () => process.exit(0));
