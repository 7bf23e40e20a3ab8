// Strip below the name in a session's chat: remaining time, crisis button and end button.

import { arrange, h, icon } from "../elements.js";
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
    this.state = h("span", { class: "state-of" });
    this.crisis = this.#crisisButton();
    this.ask = h("button", { type: "button", class: "plain", onclick: () => this.#askToEnd() }, "Akhiri");
    this.leave = h("button", { type: "button", class: "plain", onclick: () => this.#phone.showRooms() }, "Selesai");
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
    this.state.replaceChildren(icon("clock"), this.#time(session));
    // The buttons keep their elements, so that a redraw during a click does not lose the click.
    arrange(this.element, [
      this.state,
      ...(this.#asExpert && !ended && !session.crisis_at ? [this.crisis] : []),
      ended ? this.leave : this.ask,
    ]);
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
    return this.#phone.press(name, { session_id: this.#id });
  }
}
