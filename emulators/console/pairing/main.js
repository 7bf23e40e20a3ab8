// A customer who calls for somebody to talk to, and three experts who may answer.

import { account, enter } from "../stage.js";
import { CustomerPhone } from "./customer.js";
import { ExpertPhone } from "./expert.js";

// By names of their own, so that who was somebody on the other page begins here without its rooms.
const who = (name, role, label) => ({ name, role, label, account: account(`bestie.${name}`) });

enter([
  new CustomerPhone({ ...who("Ana", "customer", "Pelanggan"), verified: true }),
  ...["Dewi", "Budi", "Citra"].map((name) => new ExpertPhone({ ...who(name, "expert", "Bestie"), byPhone: true })),
]);
