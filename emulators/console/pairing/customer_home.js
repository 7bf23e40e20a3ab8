// Home screen of a customer: form, search and result of a call.

import { avatar, h, icon } from "../elements.js";
import { hotlineCard } from "../hotlines.js";
import { CRISIS } from "../wording.js";
import { countdown, draining, ticking } from "./ticking.js";
import { givenBack, moodOf, MOODS, TOPICS } from "./wording.js";

export class CustomerHome {
  #phone;
  #stop;
  #shown = null;

  constructor(phone) {
    this.#phone = phone;
    this.wish = wishForm((wish) => phone.request(wish));
    this.element = h("div", { class: "home" });
    this.#stop = ticking(this.element);
    this.update();
  }

  update() {
    const { known, call, session, order, hotlines } = this.#phone;
    this.wish.inert = !known;
    const about = session ? [session.id, session.status] : [call?.id, call?.status, call?.round, order?.payment];
    const key = JSON.stringify([about, hotlines]);
    if (this.#shown === key) return;
    this.#shown = key;
    const card = hotlines.length > 0 && hotlineCard(hotlines, CRISIS);
    this.element.replaceChildren(...[card, this.#screen()].filter(Boolean));
  }

  focus() {
    this.element.querySelector("button")?.focus();
  }

  resync() {}

  close() {
    this.#stop();
  }

  #screen() {
    const { call, session } = this.#phone;
    if (session) return this.#found(session);
    if (call?.status === "searching") return this.#searching(call);
    if (call?.status === "awaiting_payment") return this.#toPay();
    if (call?.status === "accepted") return state(sign("tick"), "Bestie ditemukan!", "Menyiapkan percakapan…");
    if (call?.status === "expired") return this.#nobody(call);
    return this.wish;
  }

  #searching(call) {
    const { called_at: from, gives_up_at: until } = call;
    const ring = h(
      "div",
      { class: "radar" },
      h("i"),
      h("i"),
      draining(from, until, { class: "ring" }),
      countdown(until, "Sisa waktu mencari"),
    );
    return state(
      ring,
      "Mencari bestie…",
      `Putaran ${call.round} dari ${call.rounds}. Bestie melihatmu sebagai ${call.pseudonym}.`,
      chips([call.topic, moodOf(call.mood)]),
      h("button", { type: "button", class: "plain", onclick: () => this.#phone.cancel() }, "Batalkan"),
    );
  }

  #toPay() {
    const checkoutUrl = this.#phone.order?.payment?.checkout_url;
    return state(
      sign("clock"),
      "Selesaikan pembayaran",
      "Pencarian dimulai begitu pembayaranmu masuk.",
      checkoutUrl && h("a", { class: "primary", href: checkoutUrl, target: "_blank", rel: "noopener" }, "Bayar"),
      h("button", { type: "button", class: "plain", onclick: () => this.#phone.cancel() }, "Batalkan"),
    );
  }

  #found(session) {
    if (session.status === "searching")
      return state(sign("clock"), "Mencari bestie lain…", "Waktu sesimu berhenti sebentar.", this.#enterButton());
    return state(
      avatar(session.expert_name, session.expert),
      "Bestie ditemukan!",
      `${session.expert_name} siap mendengarkan.`,
      this.#enterButton(),
    );
  }

  #enterButton() {
    return h("button", { type: "button", class: "primary", onclick: () => this.#phone.enter() }, "Mulai ngobrol");
  }

  #nobody(call) {
    return state(
      sign("retry"),
      "Belum ada bestie",
      `Semua bestie sedang menemani yang lain. ${givenBack(call)}`,
      h("button", { type: "button", class: "primary", onclick: () => this.#phone.forget() }, "Coba lagi"),
    );
  }
}

function wishForm(ask) {
  const topic = h("input", {
    type: "text",
    name: "topic",
    maxlength: "80",
    autocomplete: "off",
    dir: "auto",
    "aria-label": "Topik",
    placeholder: "Tulis sendiri, atau kosongkan",
  });
  const suggest = (text) => h("button", { type: "button", class: "chip", onclick: () => (topic.value = text) }, text);
  const moods = Object.entries(MOODS).map(([mood, text]) =>
    h("label", { class: "chip" }, h("input", { type: "radio", name: "mood", value: mood }), text),
  );
  const button = h("button", { type: "submit", class: "primary" }, "Mulai curhat");
  const form = h(
    "form",
    { class: "wish" },
    h("h2", {}, "Mau cerita apa hari ini?"),
    h("p", {}, "Seorang bestie menemanimu. Namamu tidak diketahui siapa pun."),
    h("fieldset", {}, h("legend", {}, "Tentang"), topic, h("div", { class: "chips" }, TOPICS.map(suggest))),
    h("fieldset", {}, h("legend", {}, "Perasaanmu"), h("div", { class: "chips" }, moods)),
    button,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = Object.entries(Object.fromEntries(new FormData(form))).filter(([, value]) => value.trim());
    button.disabled = true;
    await ask(Object.fromEntries(told));
    button.disabled = false;
  });
  return form;
}

function state(figure, title, words, ...actions) {
  return h("section", { class: "state" }, figure, h("h2", {}, title), h("p", { dir: "auto" }, words), actions);
}

function sign(name) {
  return h("span", { class: "sign" }, icon(name));
}

export function chips(texts) {
  const found = texts.filter(Boolean).map((text) => h("span", { class: "chip", dir: "auto" }, text));
  return found.length > 0 && h("div", { class: "chips" }, found);
}
