// Page with two phones: a customer and an expert in a room that the customer has opened.

import { Phone } from "./phone.js";
import { account, enter } from "./stage.js";

const PEOPLE = [
  { name: "Ana", role: "customer", label: "Pelanggan" },
  { name: "Dewi", role: "expert", label: "Ahli" },
];

const phones = PEOPLE.map((who) => new Phone({ ...who, account: account(who.name) }));

enter(phones, async () => {
  const [customer, expert] = phones;
  const room = await customer.person.functions.post("start-direct-room", { user_id: expert.person.uid });
  await Promise.all(phones.map((phone) => phone.openWhenThere(room.room_id)));
});
