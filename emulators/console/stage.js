// Phones of a page. Each scene (`?scene=name`) has accounts of its own, so a new scene starts without data.

import { cloud } from "./cloud.js";
import { h } from "./elements.js";

const place = document.getElementById("phones");
const scene = new URLSearchParams(location.search).get("scene") ?? "";

export const account = (name) => [name.toLowerCase(), scene].filter(Boolean).join(".");

document.getElementById("again").addEventListener("click", () => {
  location.search = new URLSearchParams({ scene: crypto.randomUUID().slice(0, 8) });
});

// Show the phones, start all of them in parallel, then call `begin`.
export async function enter(phones, begin = () => {}) {
  place.append(...phones.map((phone) => phone.element));
  try {
    await Promise.all(phones.map((phone) => phone.start()));
    await begin();
  } catch (error) {
    console.error(error);
    const hint = `Konsol tidak dapat dimulai: ${error.message} Periksa log di ${cloud.logs}, lalu muat ulang.`;
    place.replaceChildren(h("p", { class: "trouble", role: "alert" }, hint));
  }
}
