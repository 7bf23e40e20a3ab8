// Home screen of booked sessions: what is ahead, the button to enter, and after the end who came and the reviews.

import { arrange, avatar, h } from "../elements.js";
import { countdown, ticking } from "../pairing/ticking.js";
import { serverNow } from "../server_clock.js";
import { fullMoment } from "../wording.js";
import { SERVICES } from "./offer.js";
import { reviewPart } from "./review_part.js";
import { videoPlace } from "./video_place.js";
import { endOf, OUTCOMES } from "./wording.js";

export class MeetingHome {
  #phone;
  #stop;
  #cards = new Map();
  #wasOpen = "";

  constructor(phone) {
    this.#phone = phone;
    this.list = h("div", { class: "calls", role: "list", "aria-label": "Sesi yang dipesan" });
    this.empty = h("p", { class: "empty" }, phone.isExpert ? "Belum ada yang memesan." : "Belum ada sesi.");
    this.offers = h("div", { class: "offers" }, phone.isExpert ? [] : Object.entries(SERVICES).map(this.#offer));
    this.element = h(
      "div",
      { class: "room-list meetings" },
      h("header", { class: "bar" }, h("div", { class: "titles" }, h("h2", {}, "Sesi"))),
      h("div", { class: "scroller" }, this.list, this.empty, this.offers),
    );
    this.#stop = ticking(this.element, () => this.#openInTime());
    this.update();
  }

  update() {
    const { sessions } = this.#phone;
    this.empty.hidden = sessions.length > 0;
    arrange(
      this.list,
      sessions.map((session) => this.#card(session)),
    );
  }

  focus() {
    this.element.querySelector("button")?.focus();
  }

  resync() {}

  close() {
    this.#stop();
  }

  #offer = ([kind, title]) => {
    const button = h("button", { type: "button", class: "plain" }, `Pesan: ${title}`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      await this.#phone.book(kind);
      button.disabled = false;
    });
    return button;
  };

  // The button opens by the clock, before the listener reports that the session is open.
  #openInTime() {
    const open = this.#phone.sessions.filter(isOpen).map((session) => session.id).join();
    if (open === this.#wasOpen) return;
    this.#wasOpen = open;
    this.update();
  }

  // A session keeps its card and its controls, so that a redraw loses neither a click nor what is being written.
  #card(session) {
    if (!this.#cards.has(session.id)) this.#cards.set(session.id, this.#newCard(session.id));
    const card = this.#cards.get(session.id);
    card.draw(session);
    return card.element;
  }

  #newCard(id) {
    const phone = this.#phone;
    let shown = null;
    const when = h("time", { dir: "auto" });
    const time = h("span", { class: "time" });
    const state = h("p", { class: "state-of", "aria-live": "polite" });
    const enter = h("button", { type: "button", class: "primary" }, "Masuk");
    enter.addEventListener("click", async () => {
      enter.disabled = true;
      await phone.enter(shown);
      enter.disabled = !isOpen(shown);
    });
    const place = videoPlace();
    const reviews = reviewPart((stars, text) => phone.review(shown, stars, text));
    const who = h("div", { class: "who" });
    const parts = [who, state, enter, place.element, reviews.element];
    const element = h("article", { class: "call", role: "listitem", "data-session": id }, ...parts);
    const draw = (session) => {
      shown = session;
      const name = phone.isExpert ? session.pseudonym : session.expert_name;
      element.setAttribute("aria-label", `Sesi dengan ${name}`);
      when.textContent = `${SERVICES[session.service_kind]}, ${fullMoment(session.starts_at)}`;
      when.setAttribute("datetime", session.starts_at.toISOString());
      time.replaceChildren(...remaining(session));
      who.replaceChildren(
        avatar(name, session.booking_id),
        h("span", { class: "what" }, h("strong", { dir: "auto" }, name), when),
        time,
      );
      const decision = phone.attendance.get(id);
      state.textContent = wordsOf(session, decision);
      enter.hidden = session.status === "ended";
      enter.disabled = !isOpen(session);
      place.draw(session, phone.places.get(id));
      reviews.draw(phone.reviews.get(id));
    };
    return { element, draw };
  }
}

const isOpen = ({ status, opens_at: from }) => status === "active" || (status === "scheduled" && from <= serverNow());

function remaining(session) {
  if (session.status === "scheduled" && !isOpen(session)) return [];
  if (session.status === "ended" || !session.ends_at) return [];
  return [countdown(session.ends_at, "Sisa waktu sesi")];
}

function wordsOf(session, decision) {
  if (decision) return OUTCOMES[decision.outcome] ?? OUTCOMES.not_observed;
  if (session.status === "ended") return `${endOf(session)}. Kehadiran sedang diputuskan…`;
  if (!session.ends_at) return "Waktu dihentikan";
  return isOpen(session) ? "Kalian bisa masuk sekarang." : "Bisa dimasuki 10 menit sebelum mulai.";
}
