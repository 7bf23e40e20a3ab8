// Sheet with a person's choices about notifications. Each switch is saved when it is pressed.

import { h, iconButton } from "./elements.js";
import { CHANNELS, fullMoment, kindOf } from "./wording.js";

const CONSENT = "Dengan menyalakan WhatsApp, saya setuju menerima pesan di sana.";

export class NotificationSettings {
  #phone;
  #choices = null;
  #drawings = []; // functions that show the choices in an element

  constructor(phone) {
    this.#phone = phone;
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
  }

  async open() {
    const { sheet, person } = this.#phone;
    this.#choices = await this.#phone.attempt(() => person.functions.get("get-notification-preferences", {}));
    if (!this.#choices) return;
    const back = iconButton("back", "Semua notifikasi", () => this.#phone.bell.open());
    sheet.open(
      "Pengaturan notifikasi",
      h("header", { class: "sheet-bar" }, back, h("h3", {}, "Pengaturan notifikasi")),
      this.refusal,
      this.#channels(),
      this.#quietHours(),
      this.#kinds(),
    );
    this.#draw();
  }

  #channels() {
    const consent = h("p", { class: "consent" });
    this.#drawings.push(({ whatsapp_consent_at: at }) => {
      consent.textContent = at ? `WhatsApp disetujui ${fullMoment(at)}.` : CONSENT;
    });
    return h(
      "section",
      { class: "choices", "aria-label": "Saluran" },
      h("h4", {}, "Saluran"),
      Object.entries(CHANNELS).map(([channel, name]) =>
        this.#switch(name, name, (choices) => ({ is_on: choices.channels[channel] }), (on) => ({
          channels: { [channel]: on },
        })),
      ),
      consent,
    );
  }

  #quietHours() {
    const begins = h("input", { type: "time", "aria-label": "Mulai jam tenang", required: true });
    const ends = h("input", { type: "time", "aria-label": "Akhir jam tenang", required: true });
    const save = () => this.#save({ quiet_hours: { begins: begins.value, ends: ends.value } });
    const remove = h(
      "button",
      { type: "button", class: "plain", onclick: () => this.#save({ quiet_hours: null }) },
      "Tanpa jam tenang",
    );
    this.#drawings.push(({ quiet_hours: quiet }) => {
      begins.value = quiet?.begins ?? "22:00";
      ends.value = quiet?.ends ?? "07:00";
      remove.hidden = !quiet;
    });
    return h(
      "section",
      { class: "choices", "aria-label": "Jam tenang" },
      h("h4", {}, "Jam tenang"),
      h("p", { class: "consent" }, "Yang tidak mendesak menunggu sampai jam tenang berakhir."),
      h(
        "div",
        { class: "filters" },
        begins,
        "sampai",
        ends,
        h("button", { type: "button", class: "plain", onclick: save }, "Simpan jam tenang"),
        remove,
      ),
    );
  }

  #kinds() {
    const names = Object.values(CHANNELS).map((name) => h("th", { scope: "col" }, name));
    return h(
      "section",
      { class: "choices", "aria-label": "Per jenis" },
      h("h4", {}, "Per jenis"),
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, h("td"), names)),
        h("tbody", {}, this.#choices.kinds.map((one) => this.#kindRow(one))),
      ),
    );
  }

  #kindRow({ kind, channels }) {
    const name = kindOf(kind);
    const cells = channels.map(({ channel }) =>
      h(
        "td",
        {},
        this.#switch(
          null,
          `${name} lewat ${CHANNELS[channel]}`,
          ({ kinds }) => kinds.find((one) => one.kind === kind).channels.find((one) => one.channel === channel),
          (on) => ({ kinds: { [kind]: { [channel]: on } } }),
        ),
      ),
    );
    return h("tr", {}, h("th", { scope: "row" }, name), cells);
  }

  // `choiceIn` finds `is_on` and `is_fixed` in the choices; `change` returns what to save.
  #switch(text, label, choiceIn, change) {
    const onclick = () => this.#save(change(!choiceIn(this.#choices).is_on));
    const properties = { type: "button", class: "switch", role: "switch", "aria-label": label, onclick };
    const element = h("button", properties, text && h("span", {}, text), h("span", { class: "track" }));
    this.#drawings.push((choices) => {
      const { is_on: on, is_fixed: fixed = false } = choiceIn(choices);
      element.setAttribute("aria-checked", String(on));
      element.disabled = fixed;
    });
    return element;
  }

  async #save(change) {
    const { functions } = this.#phone.person;
    this.refusal.hidden = true;
    try {
      this.#choices = await functions.post("save-notification-preferences", change, { key: crypto.randomUUID() });
    } catch (error) {
      this.refusal.textContent = error.message;
      this.refusal.hidden = false;
      this.refusal.scrollIntoView({ block: "nearest" });
    }
    this.#draw();
  }

  #draw() {
    for (const show of this.#drawings) show(this.#choices);
  }
}
