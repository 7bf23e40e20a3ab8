// Strip below the name in a session's chat: remaining time, buttons of a crisis and of recognition, and end button.

import { arrange, h, icon } from "../elements.js";
import { listenToSession } from "../listening.js";
import { countdown, ticking } from "./ticking.js";
import { endOf as endOfCall } from "./wording.js";

export class SessionStrip {
  #phone;
  #id;
  #asExpert;
  #recognises;
  #endOf;
  #stops;

  // `recognises`: a customer may let the expert know them again. `endOf`: words about the end of a session.
  constructor(phone, id, { asExpert = false, recognises = true, endOf = endOfCall } = {}) {
    this.#phone = phone;
    this.#id = id;
    this.#asExpert = asExpert;
    this.#recognises = recognises;
    this.#endOf = endOf;
    this.element = h("div", { class: "strip", role: "group", "aria-label": "Sesi" });
    this.state = h("span", { class: "state-of" });
    this.crisis = this.#crisisButton();
    this.calm = this.#calmButton();
    this.known = this.#recognitionButton();
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
    const known = this.#asExpert && session.known_name;
    const friend = known && h("span", { class: "known", dir: "auto" }, `Kamu mengenalnya: ${known}`);
    this.state.replaceChildren(icon("clock"), this.#time(session), ...(friend ? [friend] : []));
    // The buttons keep their elements, so that a redraw during a click does not lose the click.
    arrange(this.element, [this.state, ...this.#buttons(session, ended), ended ? this.leave : this.ask]);
  }

  #buttons(session, ended) {
    const canBeKnown = this.#recognises && session.expert && !session.known_as;
    if (!this.#asExpert) return canBeKnown ? [this.known] : [];
    if (ended) return [];
    return [session.crisis_at ? this.calm : this.crisis];
  }

  #time(session) {
    if (session.status === "ended") return this.#endOf(session);
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

  #calmButton() {
    const end = () => this.#post("end-false-alarm", { reason: "Alarm palsu, tidak ada yang dalam bahaya" });
    const question = "Tidak ada yang dalam bahaya? Waktu sesi berjalan lagi, dan pengawas diberi tahu.";
    const ask = () => this.#phone.sheet.ask(question, "Akhiri alarm", end, { sign: "tick" });
    return h("button", { type: "button", class: "plain", onclick: ask }, "Alarm palsu");
  }

  #recognitionButton() {
    const allow = () => this.#post("allow-recognition");
    const question = "Bestie ini mengenalimu lagi di sesi berikutnya dengan nama samaran. Bestie lain tidak.";
    const ask = () => this.#phone.sheet.ask(question, "Izinkan", allow, { sign: "tick" });
    return h("button", { type: "button", class: "plain", onclick: ask }, "Kenali aku");
  }

  #askToEnd() {
    const end = () => this.#post("end-session");
    this.#phone.sheet.ask("Akhiri sesi ini untuk kalian berdua?", "Akhiri sesi", end, { sign: "close" });
  }

  #post(name, more = {}) {
    return this.#phone.press(name, { session_id: this.#id, ...more });
  }
}
