// Home screen of an expert: online state, open calls and running sessions.

import { arrange, avatar, h, icon } from "../elements.js";
import { preview } from "../rooms.js";
import { chips } from "./customer_home.js";
import { countdown, draining, ticking } from "./ticking.js";
import { moodOf } from "./wording.js";

export class ExpertHome {
  #phone;
  #stop;
  #cards = new Map();
  #rows = new Map();
  #switching = false;

  constructor(phone) {
    this.#phone = phone;
    this.toggle = h(
      "button",
      { type: "button", class: "switch", role: "switch", "aria-label": "Daring", onclick: () => this.#switch() },
      h("span", { class: "track" }),
    );
    this.status = h("span", { class: "status-line", "aria-live": "polite" });
    this.calls = h("div", { class: "calls", role: "list", "aria-label": "Panggilan masuk" });
    this.sessions = h("ul", { class: "rooms", "aria-label": "Sesi berjalan" });
    this.heading = h("h3", {}, "Sesi berjalan");
    this.hint = h("p", {});
    this.quiet = h("div", { class: "empty" }, h("span", { class: "sign" }, icon("bell")), this.hint);
    const titles = h("div", { class: "titles" }, h("h2", {}, "Bestie"), this.status);
    this.element = h(
      "div",
      { class: "room-list expert" },
      h("header", { class: "bar" }, titles, this.toggle),
      h("div", { class: "scroller" }, this.calls, this.quiet, this.heading, this.sessions),
    );
    this.#stop = ticking(this.element, () => this.#letGo());
    this.update();
  }

  update() {
    const { known, ready, calls, sessions } = this.#phone;
    this.toggle.disabled = !known || this.#switching;
    this.toggle.setAttribute("aria-checked", String(ready));
    this.status.textContent = this.#standing();
    this.status.classList.toggle("lively", ready);
    arrange(
      this.calls,
      calls.map((call) => this.#card(call)),
    );
    this.quiet.hidden = calls.length > 0 || sessions.length > 0;
    this.hint.textContent = ready ? "Menunggu yang ingin curhat…" : "Nyalakan untuk menemani yang ingin curhat.";
    this.heading.hidden = !sessions.length;
    arrange(
      this.sessions,
      sessions.map((session) => this.#session(session)),
    );
  }

  focus() {
    this.toggle.focus();
  }

  resync() {}

  close() {
    this.#stop();
  }

  #standing() {
    const { ready, listening, availability, sessions } = this.#phone;
    if (this.#switching) return "Menyambung…";
    if (!ready) return "Luring";
    if (availability.room_left && !listening) return "Menyambung…";
    return `Daring · ${sessions.length} dari ${availability.most} sesi`;
  }

  async #switch() {
    this.#switching = true;
    this.update();
    await this.#phone.setReady(!this.#phone.ready);
    this.#switching = false;
    this.update();
  }

  // An expired call disappears by the clock, before the listener reports it.
  #letGo() {
    if (this.#phone.calls.length !== this.calls.children.length) this.update();
  }

  // A call keeps its card element in all rounds of the search.
  #card(call) {
    if (!this.#cards.has(call.id)) this.#cards.set(call.id, this.#newCard(call));
    return this.#cards.get(call.id);
  }

  #newCard(call) {
    const { pseudonym, called_at: from, gives_up_at: until } = call;
    const accept = h("button", { type: "button", class: "primary" }, "Terima");
    const skip = h("button", { type: "button", class: "plain", onclick: () => this.#phone.decline(call) }, "Lewati");
    accept.addEventListener("click", async () => {
      accept.disabled = skip.disabled = true;
      await this.#phone.accept(call);
      accept.disabled = skip.disabled = false;
    });
    const about = call.rerouted ? "Mencari bestie baru" : `Ingin curhat ${call.minutes} menit`;
    return h(
      "article",
      { class: "call", role: "listitem", "aria-label": `Panggilan ${pseudonym}` },
      h(
        "div",
        { class: "who" },
        avatar(pseudonym, call.id),
        h("span", { class: "what" }, h("strong", { dir: "auto" }, pseudonym), h("span", {}, about)),
        countdown(until, "Sisa waktu menjawab"),
      ),
      chips([call.topic, moodOf(call.mood)]),
      draining(from, until, { class: "drain" }),
      h("div", { class: "answers" }, skip, accept),
    );
  }

  #session(session) {
    const { id, room_id: roomId, pseudonym, ends_at: until } = session;
    const room = this.#phone.room(roomId);
    if (!this.#rows.has(id)) this.#rows.set(id, rowOf(() => this.#phone.enter(id, roomId)));
    const row = this.#rows.get(id);
    row.firstElementChild.replaceChildren(
      avatar(pseudonym, session.customer),
      h(
        "span",
        { class: "what" },
        h("strong", { dir: "auto" }, pseudonym),
        h("span", { class: "preview", dir: "auto" }, room ? preview(room, this.#phone.person.uid) : ""),
      ),
      h(
        "span",
        { class: "when" },
        until ? countdown(until, "Sisa waktu sesi") : h("span", {}, "berhenti"),
        h("span", { class: "signs" }, room?.unread > 0 && h("span", { class: "badge" }, room.unread)),
      ),
    );
    return row;
  }
}

// A session keeps its button element, so that a redraw during a click does not lose the click.
function rowOf(onclick) {
  return h("li", {}, h("button", { type: "button", class: "item", onclick }));
}
