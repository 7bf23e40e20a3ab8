// Input for messages: text, a picture or file, an answer to a message, or an edit of an own message.

import { picked } from "./attachments.js";
import { h, icon, iconButton } from "./elements.js";
import { gist, size } from "./wording.js";

const TELL_TYPING_EVERY_MS = 3_000; // the typing indicator is a lease of five seconds

export class Composer {
  #does;
  #mode = { kind: "new" };
  #picked = null;
  #toldAt = 0;

  // `accepted`: types of files to choose from. `does`: say({ body, replyTo, picked }), edit(message, body), typing(on).
  constructor(accepted, does) {
    this.#does = does;
    this.text = h("textarea", {
      rows: "1",
      dir: "auto",
      "aria-label": "Tulis pesan",
      placeholder: "Tulis pesan",
      autocomplete: "off",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.banner = h("div", { class: "banner", hidden: true });
    this.chooser = h("input", {
      type: "file",
      hidden: true,
      accept: accepted,
      "aria-label": "Pilih berkas",
      onchange: () => this.#pick(),
    });
    this.sendButton = h(
      "button",
      { type: "submit", class: "send", "aria-label": "Kirim", title: "Kirim", disabled: true },
      icon("send"),
    );
    this.attachButton = iconButton("attach", "Lampirkan gambar atau berkas", () => this.chooser.click());
    this.element = h(
      "form",
      { class: "composer", onsubmit: (event) => (event.preventDefault(), this.#submit()) },
      this.banner,
      h("div", { class: "writing" }, this.attachButton, this.chooser, this.text, this.sendButton),
    );
  }

  reply(message, name) {
    this.#begin({ kind: "reply", message }, "reply", `Membalas ${name}`, gist(message));
  }

  edit(message) {
    this.#begin({ kind: "edit", message }, "edit", "Mengubah pesan", gist(message));
    this.text.value = message.body;
    this.#typed({ tell: false });
  }

  // Disable or enable the input. A draft is kept.
  set writable(writable) {
    this.element.inert = !writable;
    this.text.placeholder = writable ? "Tulis pesan" : "Sudah ditutup";
  }

  focus() {
    this.text.focus();
  }

  #begin(mode, sign, title, line) {
    this.#drop();
    this.#mode = mode;
    this.#show(icon(sign), title, line);
    this.focus();
  }

  #show(sign, title, line) {
    const words = h("span", { class: "about" }, h("strong", { dir: "auto" }, title), h("span", { dir: "auto" }, line));
    this.banner.replaceChildren(
      sign,
      words,
      iconButton("close", "Batal", () => this.#cancel()),
    );
    this.banner.hidden = false;
  }

  #pick() {
    const [file] = this.chooser.files;
    this.chooser.value = "";
    if (!file) return;
    if (this.#mode.kind === "edit") this.#cancel();
    this.#picked = picked(file);
    const sign = this.#picked.preview ? h("img", { src: this.#picked.preview, alt: "" }) : icon("file");
    this.#show(sign, file.name, size(file.size));
    this.#typed({ tell: false });
    this.focus();
  }

  #cancel() {
    if (this.#mode.kind === "edit") this.text.value = "";
    this.#drop();
    this.#typed({ tell: false });
    this.focus();
  }

  #drop() {
    this.#mode = { kind: "new" };
    this.#picked = null;
    this.banner.hidden = true;
  }

  #submit() {
    const body = this.text.value.trim();
    if (!body && !this.#picked) return;
    if (this.#mode.kind === "edit") this.#does.edit(this.#mode.message, body);
    else this.#does.say({ body, replyTo: this.#mode.message ?? null, picked: this.#picked });
    this.text.value = "";
    this.#drop();
    // The sent message ends the typing indicator, so no call is needed.
    this.#toldAt = 0;
    this.#typed({ tell: false });
    this.focus();
  }

  #typed({ tell = true } = {}) {
    const writes = this.text.value.trim() !== "";
    this.sendButton.disabled = !writes && !this.#picked;
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    if (tell && writes && Date.now() - this.#toldAt > TELL_TYPING_EVERY_MS) {
      this.#toldAt = Date.now();
      this.#does.typing(true);
    } else if (tell && !writes && this.#toldAt) {
      this.#toldAt = 0;
      this.#does.typing(false);
    }
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && !this.banner.hidden) {
      event.stopPropagation();
      this.#cancel();
    }
  }
}
