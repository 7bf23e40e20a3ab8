// List of messages, grouped by day. The scroll position stays stable when messages are added.

import { row } from "./bubbles.js";
import { arrange, h, icon } from "./elements.js";
import { stateOf } from "./receipts.js";
import { day, gist } from "./wording.js";

const JOINED_MS = 5 * 60_000;
const NEAR_PX = 60;

export class Conversation {
  #rows = new Map();
  #does;
  #known = 0;
  #follow;
  #stays = true;

  // `does`: actions on a message (see `row`), and readBack(), which loads earlier messages.
  constructor(title, does) {
    this.#does = { ...does, goTo: (id) => this.#goTo(id) };
    this.list = h("ol", { class: "messages", role: "log", "aria-label": `Percakapan dengan ${title}`, tabindex: "0" });
    this.typing = h("div", { class: "typing", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.earlier = h(
      "button",
      { type: "button", class: "earlier", hidden: true, onclick: does.readBack },
      "Pesan sebelumnya",
    );
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() },
      icon("down"),
      "Pesan baru",
    );
    this.scroller = h(
      "div",
      { class: "scroller", onscroll: () => this.#scrolled() },
      this.earlier,
      this.list,
      this.typing,
    );
    this.element = h("div", { class: "conversation" }, this.scroller, this.jump);
    // The end stays in view when a picture loads or the keyboard opens.
    this.#follow = new ResizeObserver(() => this.#stays && this.toEnd());
    for (const each of [this.scroller, this.list, this.typing]) this.#follow.observe(each);
  }

  close() {
    this.#follow.disconnect();
  }

  // `about`: me, nameOf, inGroup, participants, freshFrom (first unread number), typing, hasEarlier.
  draw(messages, about) {
    const { scrollHeight, scrollTop } = this.scroller;
    const first = this.list.querySelector("[data-id]")?.dataset.id;
    this.earlier.hidden = !about.hasEarlier;
    this.typing.hidden = !about.typing;
    const focused = this.list.contains(document.activeElement) && document.activeElement.closest("[data-id]");
    arrange(this.list, this.#elements(messages, about));
    // A changed message is a new element, so the keyboard focus moves to the new one.
    if (focused && !focused.isConnected)
      this.#rows.get(focused.dataset.id)?.element.querySelector(".round")?.focus({ preventScroll: true });
    const isNew = messages.length > this.#known;
    this.#known = messages.length;
    if (this.#stays) this.toEnd();
    else if (isNew && messages[0].id !== first)
      this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
    else if (isNew) this.jump.hidden = false;
  }

  toEnd() {
    this.#stays = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#stays = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.#stays) this.jump.hidden = true;
  }

  #elements(messages, about) {
    const elements = [];
    let previous = null;
    for (const message of messages) {
      const today = day(message.sent_at);
      if (!previous || day(previous.sent_at) !== today) elements.push(this.#divider("day", today));
      if (message.seq === about.freshFrom) elements.push(this.#divider("fresh", "Belum dibaca"));
      elements.push(this.#row(message, previous, messages, about));
      previous = message;
    }
    return elements;
  }

  #divider(kind, text) {
    return this.#remembered(`${kind} ${text}`, text, () => h("li", { class: `divider ${kind}` }, h("span", {}, text)));
  }

  #row(message, previous, messages, { me, nameOf, inGroup, participants, freshFrom }) {
    const mine = message.sender === me;
    const follows = previous?.sender === message.sender && previous.kind !== "system" && message.seq !== freshFrom;
    const joins = follows && message.sent_at - previous.sent_at < JOINED_MS;
    const look = {
      mine,
      joins,
      showsName: inGroup && !mine && !joins,
      state: message.state ?? (mine ? stateOf(message, participants, me) : "sent"),
      quote: message.reply_to && quoted(message.reply_to, messages, nameOf),
    };
    return this.#remembered(message.id, JSON.stringify([message, message.error?.code, look]), () =>
      row(message, { ...look, me, nameOf }, this.#does),
    );
  }

  // Reuse the element of an unchanged message, to keep the focus and not to load pictures again.
  #remembered(id, key, make) {
    const known = this.#rows.get(id);
    if (known?.key === key) return known.element;
    const element = make();
    this.#rows.set(id, { key, element });
    return element;
  }

  #goTo(id) {
    const element = this.#rows.get(id)?.element;
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.animate({ opacity: [0.35, 1] }, { duration: 900, easing: "ease-out" });
  }
}

function quoted({ id, sender }, messages, nameOf) {
  const found = messages.find((message) => message.id === id);
  return { name: nameOf(sender), text: found ? gist(found) : "Pesan sebelumnya" };
}
