// Room list of a person: last message and unread count of each room, and the blocked people.

import { arrange, avatar, h, icon } from "./elements.js";
import { inOrder, preview } from "./rooms.js";
import { inList } from "./wording.js";

export class RoomList {
  #phone;
  #items = new Map();

  constructor(phone) {
    this.#phone = phone;
    this.total = h("span", { class: "badge", hidden: true });
    this.status = h("span", { class: "status-line" });
    this.list = h("ul", { class: "rooms" });
    this.empty = h("p", { class: "empty" }, "Belum ada percakapan.");
    this.invitations = h("section", { class: "invitations", hidden: true, "aria-label": "Undangan grup" });
    this.blocked = h("section", { class: "blocked", hidden: true, "aria-label": "Diblokir" });
    const titles = h("div", { class: "titles" }, h("h2", {}, "Percakapan"), this.status);
    const header = h("header", { class: "bar" }, titles, this.total);
    this.element = h(
      "div",
      { class: "room-list" },
      header,
      h("div", { class: "scroller" }, this.invitations, this.list, this.empty, this.blocked),
    );
    this.update();
  }

  update() {
    const { rooms, person, blocked, invitations } = this.#phone;
    const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
    this.status.textContent = person.online ? "" : "menunggu jaringan…";
    this.total.hidden = !unread;
    this.total.textContent = unread;
    this.total.setAttribute("aria-label", `${unread} pesan belum dibaca`);
    this.empty.hidden = rooms.length > 0 || blocked.length > 0 || invitations.length > 0;
    this.invitations.hidden = !invitations.length;
    this.invitations.replaceChildren(...invitations.map((one) => this.#invitationItem(one)));
    const focused = document.activeElement?.closest("[data-room]")?.dataset.room;
    arrange(
      this.list,
      inOrder(rooms).map((room) => this.#item(room)),
    );
    if (focused) this.list.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
    this.blocked.hidden = !blocked.length;
    this.blocked.replaceChildren(h("h3", {}, "Diblokir"), ...blocked.map((one) => this.#blockedItem(one)));
  }

  focus() {
    this.list.querySelector("button")?.focus();
  }

  resync() {}

  close() {}

  #item(room) {
    const { uid } = this.#phone.person;
    if (!this.#items.has(room.id)) this.#items.set(room.id, this.#newItem(room.id));
    const item = this.#items.get(room.id);
    const button = item.firstElementChild;
    button.classList.toggle("unread", room.unread > 0);
    button.replaceChildren(
      avatar(room.title, room.other ?? room.id),
      h(
        "span",
        { class: "what" },
        h("strong", { dir: "auto" }, room.title),
        h("span", { class: "preview", dir: "auto" }, preview(room, uid)),
      ),
      h(
        "span",
        { class: "when" },
        h("time", { datetime: room.lastAt.toISOString() }, inList(room.lastAt)),
        h(
          "span",
          { class: "signs" },
          room.muted && icon("mute"),
          room.pinnedAt && icon("pin"),
          room.unread > 0 &&
            h(
              "span",
              { class: room.muted ? "badge quiet" : "badge", "aria-label": `${room.unread} belum dibaca` },
              room.unread,
            ),
        ),
      ),
    );
    return item;
  }

  // A room keeps its button element, so that a redraw during a click does not lose the click.
  #newItem(id) {
    const onclick = () => this.#phone.open(id);
    return h("li", {}, h("button", { type: "button", class: "item", "data-room": id, onclick }));
  }

  #invitationItem(invitation) {
    const { id, name, invited_by_name: by } = invitation;
    return h(
      "div",
      { class: "item" },
      avatar(name, id),
      h("span", { class: "what" }, h("strong", { dir: "auto" }, name), h("span", { class: "preview" }, `Undangan ${by}`)),
      h("button", { type: "button", class: "plain", onclick: () => this.#phone.accept(invitation) }, "Terima"),
      h("button", { type: "button", class: "plain", onclick: () => this.#phone.decline(invitation) }, "Tolak"),
    );
  }

  #blockedItem({ user_id: uid, name }) {
    return h(
      "div",
      { class: "item" },
      avatar(name, uid),
      h("span", { class: "what" }, h("strong", { dir: "auto" }, name || "Seseorang")),
      h("button", { type: "button", class: "plain", onclick: () => this.#phone.unblock(uid) }, "Buka blokir"),
    );
  }
}
