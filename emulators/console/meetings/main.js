// Page with the phones of a customer and a mentor who meet in booked sessions. `?phone=Ana` shows one of them alone, so
// that two browsers can show one each.

import { account, enter } from "../stage.js";
import { MeetingPhone } from "./meeting_phone.js";

// Accounts differ from those of the other pages, so that this page starts without their rooms.
const who = (name, role, label) => ({ name, role, label, account: account(`temu.${name}`) });

const customer = who("Ana", "customer", "Pelanggan");
const expert = who("Dewi", "expert", "Mentor");
const asked = new URLSearchParams(location.search).get("phone");
const phones = [
  new MeetingPhone({ ...customer, verified: true, side: "customer", mentor: expert.account }),
  new MeetingPhone({ ...expert, byPhone: true, side: "expert" }),
];

enter(phones.filter((phone) => !asked || phone.name === asked));
