// Two phones side by side: a customer and an expert, in a room that the customer has opened.

import { cloud } from "./cloud.js";
import { h } from "./elements.js";
import { Phone } from "./phone.js";

const PEOPLE = [
  { name: "Ana", role: "customer", label: "Pelanggan" },
  { name: "Dewi", role: "expert", label: "Ahli" },
];

// People of a scene of their own have said nothing to each other yet.
const scene = new URLSearchParams(location.search).get("scene") ?? "";
const account = (name) => [name.toLowerCase(), scene].filter(Boolean).join(".");

document.getElementById("again").addEventListener("click", () => {
  location.search = new URLSearchParams({ scene: crypto.randomUUID().slice(0, 8) });
});

const phones = PEOPLE.map((who) => new Phone({ ...who, account: account(who.name) }));
document.getElementById("phones").append(...phones.map((phone) => phone.element));

async function begin() {
  await Promise.all(phones.map((phone) => phone.start()));
  const [customer, expert] = phones;
  const room = await customer.person.functions.post("start-direct-room", { user_id: expert.person.uid });
  await Promise.all(phones.map((phone) => phone.openWhenThere(room.room_id)));
}

begin().catch((error) => {
  console.error(error);
  const hint = `Konsol tidak dapat dimulai: ${error.message} Periksa log di ${cloud.logs}, lalu muat ulang.`;
  document.getElementById("phones").replaceChildren(h("p", { class: "trouble", role: "alert" }, hint));
});
