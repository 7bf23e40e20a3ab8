// Experts who listen for calls, each with a Firebase app of their own. The first line of its input is a task as JSON:
// {project, firestore, board, tokens: {name: token}}; says "ready" when all hear, and listens until its input ends.

import { createInterface } from "node:readline";
import { documentsOf, listenForCalls } from "./listen.mjs";

const AT_ONCE = 25;

const lines = createInterface({ input: process.stdin });
lines.once("line", async (line) => {
  const task = JSON.parse(line);
  const experts = Object.entries(task.tokens);
  while (experts.length) {
    const some = experts.splice(0, AT_ONCE);
    await Promise.all(some.map(([name, token]) => listenForCalls(documentsOf(task, name, token), task.board, () => {})));
  }
  console.log("ready");
});
lines.once("close", () => process.exit(0));
