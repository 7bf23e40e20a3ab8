// Sheet that slides over a phone's screen with a menu or a question. Escape or a click beside the sheet closes it.

import { h, icon } from "./elements.js";

const CONTROLS = "button:not(:disabled), input:not(:disabled), select:not(:disabled)";

export class Sheet {
  #screen;
  #behind;
  #layer = null;
  #cameFrom = null;
  #closed = null;

  // `behind`: element that is inert while the sheet is open.
  constructor(screen, behind) {
    this.#screen = screen;
    this.#behind = behind;
  }

  open(title, ...content) {
    this.close();
    this.#cameFrom = document.activeElement;
    const panel = h(
      "div",
      { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" },
      content,
    );
    this.#layer = h("div", { class: "layer", onkeydown: (event) => this.#key(event) }, panel);
    this.#layer.addEventListener("pointerdown", (event) => event.target === this.#layer && this.close());
    this.#screen.append(this.#layer);
    this.#behind.inert = true;
    (panel.querySelector("button") ?? panel).focus();
  }

  // Call `closed` once when the open sheet closes.
  whenClosed(closed) {
    this.#closed = closed;
  }

  close() {
    this.#layer?.remove();
    this.#layer = null;
    this.#behind.inert = false;
    const closed = this.#closed;
    this.#closed = null;
    closed?.();
    if (this.#cameFrom?.isConnected) this.#cameFrom.focus();
    this.#cameFrom = null;
  }

  // Button that closes the sheet, then calls `onclick`.
  action(name, label, onclick, { dangerous = false } = {}) {
    const go = () => {
      this.close();
      onclick();
    };
    return h(
      "button",
      { type: "button", class: dangerous ? "action dangerous" : "action", onclick: go },
      icon(name),
      label,
    );
  }

  ask(question, answer, onclick, { sign = "trash" } = {}) {
    this.open(
      question,
      h("p", { class: "question" }, question),
      this.action(sign, answer, onclick, { dangerous: true }),
      this.action("close", "Batal", () => {}),
    );
  }

  #key(event) {
    // Fields use the arrows themselves.
    const arrows = event.target.matches("input, select") ? {} : { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = arrows[event.key];
    if (event.key === "Escape") this.close();
    else if (step) this.#move(step);
    else if (event.key === "Tab") this.#move(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(step) {
    const controls = [...this.#layer.querySelectorAll(CONTROLS)];
    const place = controls.indexOf(document.activeElement);
    controls.at((place + step) % controls.length)?.focus();
  }
}
