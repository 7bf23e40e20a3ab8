// Page with four phones: a customer who requests a call, and three experts who may accept.

import { account, enter } from "../stage.js";
import { CustomerPhone } from "./customer.js";
import { ExpertPhone } from "./expert.js";

// Accounts differ from those of the other page, so that this page starts without its rooms.
const who = (name, role, label) => ({ name, role, label, account: account(`bestie.${name}`) });

enter([
  new CustomerPhone({ ...who("Ana", "customer", "Pelanggan"), verified: true }),
  ...["Dewi", "Budi", "Citra"].map((name) => new ExpertPhone({ ...who(name, "expert", "Bestie"), byPhone: true })),
]);
