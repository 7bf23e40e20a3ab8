// Elements of one message. User text is set as text, never as HTML, and its direction follows its letters.

import { h, icon, iconButton } from "./elements.js";
import { hotlineCard } from "./hotlines.js";
import { CLEANING, clock, fullMoment, gist, notice, size, trouble } from "./wording.js";

export const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

const STATES = { sending: "Mengirim", sent: "Terkirim", delivered: "Sampai", read: "Dibaca", failed: "Gagal terkirim" };
const TICKS = { sending: "clock", sent: "tick", delivered: "ticks", read: "ticks", failed: "warn" };

// `about`: me, nameOf, mine, joins (the message follows one of the same sender), showsName, state, quote.
// `does`: actions menu, react, retry, discard, goTo, picture, look, download.
export function row(message, about, does) {
  if (message.kind === "system") return systemRow(message, about);
  const classes = ["row", about.mine ? "mine" : "theirs", about.joins && "joins"];
  const menu = message.seq && !message.deleted_at && iconButton("more", "Menu pesan", () => does.menu(message));
  const bubble = h(
    "div",
    { class: message.deleted_at ? "bubble deleted" : "bubble", title: fullMoment(message.sent_at) },
    about.showsName && h("strong", { class: "sender", dir: "auto" }, message.sender_name),
    about.quote && quote(message, about.quote, does),
    message.attachment && attachment(message, does),
    h("div", { class: "text" }, words(message), meta(message, about)),
  );
  const properties = { class: classes.filter(Boolean).join(" "), "data-id": message.id, "data-state": about.state };
  const element = h(
    "li",
    properties,
    h("div", { class: "line" }, bubble, menu),
    reactions(message, about, does),
    message.warning && h("p", { class: "hint" }, "Ada kontak pribadi di pesan ini. Demi keamanan, tetaplah di Temani."),
    about.state === "failed" && failed(message, does),
  );
  if (menu) bubble.addEventListener("contextmenu", (event) => (event.preventDefault(), does.menu(message)));
  return element;
}

function systemRow(message, { nameOf }) {
  const text = message.notice ? notice(message.notice, nameOf) : message.body;
  if (message.notice?.kind === "crisis") {
    return h("li", { class: "told", "data-id": message.id }, hotlineCard(message.notice.hotlines, text));
  }
  const classes = message.notice?.kind === "ending" ? "told soon" : "told";
  return h("li", { class: classes, "data-id": message.id }, h("span", { dir: "auto" }, text));
}

function words(message) {
  if (message.deleted_at) return h("p", { class: "words" }, icon("block"), gist(message));
  return message.body ? h("p", { class: "words", dir: "auto" }, message.body) : null;
}

function meta(message, { mine, state }) {
  const label = STATES[state];
  return h(
    "span",
    { class: "meta" },
    message.edited_at && h("span", {}, "diedit"),
    h("time", { datetime: message.sent_at.toISOString() }, clock(message.sent_at)),
    mine &&
      !message.deleted_at &&
      h("span", { class: `ticks ${state}`, role: "img", "aria-label": label, title: label }, icon(TICKS[state])),
  );
}

function quote(message, quoted, does) {
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": `Balasan untuk ${quoted.name}: ${quoted.text}`,
      onclick: () => does.goTo(message.reply_to.id),
    },
    h("strong", { dir: "auto" }, quoted.name),
    h("span", { dir: "auto" }, quoted.text),
  );
}

function reactions(message, { me, nameOf }, does) {
  const found = Object.entries(message.reactions ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  if (!found.length) return null;
  const chips = found.map(([emoji, people]) => {
    const own = people.includes(me);
    const who = people.map(nameOf).join(", ");
    const properties = {
      type: "button",
      class: "reaction",
      "aria-pressed": String(own),
      "aria-label": `${emoji} dari ${who}`,
      title: who,
    };
    return h(
      "button",
      { ...properties, onclick: () => does.react(message, emoji, !own) },
      emoji,
      people.length > 1 && h("span", {}, people.length),
    );
  });
  return h("div", { class: "reactions" }, chips);
}

function failed(message, does) {
  return h(
    "p",
    { class: "failed", role: "alert" },
    h("span", {}, message.error ? trouble(message.error) : STATES.failed),
    h("button", { type: "button", onclick: () => does.retry(message.id) }, "Coba lagi"),
    h("button", { type: "button", onclick: () => does.discard(message.id) }, "Buang"),
  );
}

function attachment(message, does) {
  const { cleaning } = message.attachment;
  const isOwnWaiting = cleaning === "pending" && does.hasPreview(message);
  if (CLEANING[cleaning] && !isOwnWaiting) return h("p", { class: "cleaning", role: "status" }, CLEANING[cleaning]);
  return message.kind === "image" ? picture(message, does) : file(message, does);
}

function picture(message, does) {
  const image = h("img", { alt: message.attachment.name, loading: "lazy" });
  const frame = h(
    "button",
    { type: "button", class: "picture", "aria-label": `Lihat gambar ${message.attachment.name}` },
    image,
  );
  const show = () => does.picture(message).then((url) => (image.src = url));
  const lost = () => frame.classList.add("lost");
  image.addEventListener("load", () => frame.classList.remove("lost"));
  image.addEventListener("error", lost);
  frame.addEventListener("click", () =>
    frame.classList.contains("lost") ? show().catch(lost) : does.look(message, image.src),
  );
  show().catch(lost);
  return frame;
}

function file(message, does) {
  const { name, bytes } = message.attachment;
  return h(
    "button",
    {
      type: "button",
      class: "file",
      "aria-label": `Unduh ${name}`,
      disabled: !message.seq,
      onclick: () => does.download(message),
    },
    icon("file"),
    h("span", {}, h("strong", { dir: "auto" }, name), h("span", {}, size(bytes))),
  );
}
