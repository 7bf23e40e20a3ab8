// Countdowns: elements that show the remaining time.

import { h } from "../elements.js";
import { serverNow } from "../server_clock.js";
import { left } from "./wording.js";

const EVERY_MS = 250;

export function countdown(until, label, properties = {}) {
  const told = { role: "timer", "aria-label": label, "data-until": until.getTime() };
  return h("time", { ...told, ...properties }, left(until));
}

// Progress line or ring that is full at the time `from` and empty at `until`.
export function draining(from, until, properties = {}) {
  return h("div", { "data-from": from.getTime(), "data-until": until.getTime(), "aria-hidden": "true", ...properties });
}

// Update all countdowns in `root` and call `also` at each tick. Return a function that stops it.
export function ticking(root, also = () => {}) {
  const tick = () => {
    for (const each of root.querySelectorAll("[data-until]")) show(each, serverNow());
    also();
  };
  const timer = setInterval(tick, EVERY_MS);
  return () => clearInterval(timer);
}

function show(element, now) {
  const { from, until } = element.dataset;
  if (from === undefined) {
    const text = left(Number(until), now);
    if (element.textContent !== text) element.textContent = text;
  } else element.style.setProperty("--left", Math.min(1, Math.max(0, (until - now) / (until - from))).toFixed(3));
}
