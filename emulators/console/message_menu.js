// Menu of one message, on a sheet.

import { REACTIONS } from "./bubbles.js";
import { h } from "./elements.js";
import { serverNow } from "./server_clock.js";
import { gist } from "./wording.js";

const EDITABLE_MS = 15 * 60_000;

// `does`: react, reply, edit, remove, copy.
export function openMessageMenu(sheet, message, { mine, me, writable }, does) {
  const mayEdit = mine && writable && message.kind !== "system" && serverNow() - message.sent_at < EDITABLE_MS;
  sheet.open(
    "Menu pesan",
    h("p", { class: "about", dir: "auto" }, gist(message)),
    writable &&
      h(
        "div",
        { class: "palette", role: "group", "aria-label": "Reaksi" },
        REACTIONS.map((emoji) => choice(sheet, message, emoji, me, does)),
      ),
    writable && sheet.action("reply", "Balas", does.reply),
    message.body && sheet.action("copy", "Salin teks", does.copy),
    mayEdit && sheet.action("edit", "Ubah", does.edit),
    mine && sheet.action("trash", "Hapus untuk semua", does.remove, { dangerous: true }),
  );
}

function choice(sheet, message, emoji, me, does) {
  const own = (message.reactions[emoji] ?? []).includes(me);
  const react = () => {
    sheet.close();
    does.react(emoji, !own);
  };
  return h(
    "button",
    { type: "button", "aria-pressed": String(own), "aria-label": `Beri reaksi ${emoji}`, onclick: react },
    emoji,
  );
}
