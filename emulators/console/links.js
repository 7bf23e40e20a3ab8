// Links of notifications and pushes: paths inside of an app, and what this phone shows of them.

import { h } from "./elements.js";
import { bookingState, fullMoment } from "./wording.js";

const ROOM_PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 100;

// Open the room, booking or list that `link` names. This small app does not know every place of the products.
export async function openLink(phone, link) {
  const [place, id] = link.split(/[?#]/)[0].split("/").slice(1);
  if (place === "notifications") phone.bell.open();
  else if ((place === "rooms" || place === "sessions") && id) await openRoom(phone, decodeURIComponent(id));
  else if (place === "bookings" && id) await openBooking(phone, decodeURIComponent(id));
  else phone.tell(`Ponsel ini tidak mengenal ${link}`);
}

// The room of a session has the session's id. A new room takes a moment.
async function openRoom(phone, id) {
  for (let waited = 0; !phone.room(id) && waited < ROOM_PATIENCE_MS; waited += LOOK_AGAIN_MS)
    await new Promise((over) => setTimeout(over, LOOK_AGAIN_MS));
  if (phone.room(id)) phone.open(id);
  else phone.tell("Percakapan ini tidak tersedia lagi");
}

async function openBooking(phone, id) {
  const booking = await phone.attempt(() => phone.person.functions.get("get-booking", { booking_id: id }));
  if (!booking) return;
  const { service, status, topic, starts_at: begins } = booking;
  const facts = [
    ["Status", bookingState(status)],
    ["Waktu", fullMoment(begins)],
    ["Topik", topic],
    ["Nomor", id],
  ];
  phone.sheet.open(
    "Booking",
    h("p", { class: "question", dir: "auto" }, `${service.name}, ${service.expert_name}`),
    h(
      "dl",
      { class: "facts" },
      facts.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", { dir: "auto" }, value)]),
    ),
    phone.sheet.action("close", "Tutup", () => {}),
  );
}
