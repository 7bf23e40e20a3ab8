// Below the name in a session's chat: the time that is left, and how it ends.

import { h, icon } from "../elements.js";
import { listenToSession } from "../listening.js";
import { countdown, ticking } from "./ticking.js";
import { endOf } from "./wording.js";

export class SessionStrip {
  #phone;
  #id;
  #asExpert;
  #stops;

  constructor(phone, id, { asExpert = false } = {}) {
    this.#phone = phone;
    this.#id = id;
    this.#asExpert = asExpert;
    this.element = h("div", { class: "strip", role: "group", "aria-label": "Sesi" });
    const listening = listenToSession(phone.person.documents, id, (session) => this.#draw(session));
    this.#stops = [listening, ticking(this.element)];
  }

  close() {
    for (const stop of this.#stops) stop();
  }

  #draw(session) {
    if (!session) return this.element.replaceChildren();
    const ended = session.status === "ended";
    this.element.classList.toggle("over", ended);
    const ask = h("button", { type: "button", class: "plain", onclick: () => this.#askToEnd() }, "Akhiri");
    const leave = h("button", { type: "button", class: "plain", onclick: () => this.#phone.showRooms() }, "Selesai");
    this.element.replaceChildren(
      h("span", { class: "state-of" }, icon("clock"), this.#time(session)),
      ...(this.#asExpert && !ended && !session.crisis_at ? [this.#crisisButton()] : []),
      ended ? leave : ask,
    );
  }

  #time(session) {
    if (session.status === "ended") return endOf(session);
    if (session.status === "searching") return "Mencari bestie lain…";
    if (!session.ends_at) return "Waktu dihentikan";
    return countdown(session.ends_at, "Sisa waktu sesi");
  }

  #crisisButton() {
    const raise = () => this.#post("raise-crisis");
    const question = "Ada yang dalam bahaya? Nomor bantuan muncul di percakapan, waktu berhenti, pengawas diberi tahu.";
    const ask = () => this.#phone.sheet.ask(question, "Tampilkan bantuan", raise, { sign: "warn" });
    return h("button", { type: "button", class: "plain alarm", onclick: ask }, icon("warn"), "Krisis");
  }

  #askToEnd() {
    const end = () => this.#post("end-session");
    this.#phone.sheet.ask("Akhiri sesi ini untuk kalian berdua?", "Akhiri sesi", end, { sign: "close" });
  }

  #post(name) {
    return this.#phone.attempt(() => this.#phone.person.functions.post(name, { session_id: this.#id }));
  }
}
