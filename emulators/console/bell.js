// Bell of a phone: the unread badge, and the sheet with the list of notifications.

import { arrange, h, icon, iconButton } from "./elements.js";
import { openLink } from "./links.js";
import { listenToNotifications, listenToUnread } from "./listening.js";
import { NotificationSettings } from "./notification_settings.js";
import { inList, kindOf, NOTIFICATION_KINDS } from "./wording.js";

const PAGE = 50;

export class Bell {
  #phone;
  #found = [];
  #fetched = null; // what a function has listed for the filter; null without a filter
  #fetches = 0;
  #rows = new Map();

  constructor(phone) {
    this.#phone = phone;
    this.badge = h("span", { class: "badge", hidden: true });
    this.element = h(
      "button",
      { type: "button", class: "bell", "aria-label": "Notifikasi", disabled: true, onclick: () => this.open() },
      icon("bell"),
      this.badge,
    );
    this.list = h("ul", { class: "notices", "aria-label": "Notifikasi" });
    this.empty = h("p", { class: "empty" }, "Tidak ada notifikasi.");
    this.kind = h(
      "select",
      { "aria-label": "Jenis", onchange: () => this.#filter() },
      h("option", { value: "" }, "Semua jenis"),
      Object.entries(NOTIFICATION_KINDS).map(([kind, name]) => h("option", { value: kind }, name)),
    );
    this.unread = h("input", { type: "checkbox", onchange: () => this.#filter() });
  }

  // The badge needs one document. The list is listened to only while it is on the screen.
  start() {
    const { documents, uid } = this.#phone.person;
    listenToUnread(documents, uid, (unread) => this.#count(unread));
    this.element.disabled = false;
  }

  open() {
    const { sheet, person } = this.#phone;
    const readAll = h("button", { type: "button", class: "plain", onclick: () => this.#readAll() }, "Tandai semua dibaca");
    const settings = iconButton("gear", "Pengaturan notifikasi", () => new NotificationSettings(this.#phone).open());
    const close = iconButton("close", "Tutup notifikasi", () => sheet.close());
    sheet.open(
      "Notifikasi",
      h("header", { class: "sheet-bar" }, h("h3", {}, "Notifikasi"), settings, close),
      h("div", { class: "filters" }, this.kind, h("label", {}, this.unread, "Belum dibaca saja")),
      h("div", { class: "filters" }, readAll),
      this.list,
      this.empty,
    );
    sheet.whenClosed(
      listenToNotifications(person.documents, person.uid, (found) => {
        this.#found = found;
        this.#filter();
      }),
    );
  }

  // Tell that a push was tapped, as an app does. Its notification is read from then on.
  async recordTap({ click_token: token }) {
    if (token) await this.#post("record-notification-click", { token });
  }

  // Mark as read, as an app does when a notification is opened.
  async markRead(id) {
    if (id) await this.#post("mark-notifications", { notification_ids: [id] });
  }

  #count(unread) {
    this.badge.hidden = unread <= 0;
    this.badge.textContent = unread;
    this.element.setAttribute("aria-label", unread > 0 ? `Notifikasi, ${unread} belum dibaca` : "Notifikasi");
  }

  // The listener has the newest notifications of all kinds, so a function finds those of a filter.
  async #filter() {
    const query = { ...(this.kind.value && { kind: this.kind.value }), ...(this.unread.checked && { unread: true }) };
    const fetch = ++this.#fetches;
    if (!Object.keys(query).length) this.#fetched = null;
    else {
      const list = () => this.#phone.person.functions.get("list-notifications", { ...query, limit: PAGE });
      const page = await this.#phone.attempt(list);
      if (fetch !== this.#fetches) return;
      this.#fetched = page?.items ?? [];
    }
    this.#draw();
  }

  #draw() {
    const shown = this.#fetched ?? this.#found;
    arrange(
      this.list,
      shown.map((one) => this.#row(one)),
    );
    this.empty.hidden = shown.length > 0;
  }

  // An unchanged notification keeps its element, so that a redraw during a click does not lose the click.
  #row(one) {
    const key = JSON.stringify([one.title, one.body, one.unread, one.changed_at]);
    const known = this.#rows.get(one.id);
    if (known?.key === key) return known.element;
    const element = this.#newRow(one);
    this.#rows.set(one.id, { key, element });
    return element;
  }

  #newRow(one) {
    const { id, kind, title, body, link, unread, changed_at: at } = one;
    const mark = unread ? "Tandai dibaca" : "Tandai belum dibaca";
    return h(
      "li",
      { class: unread ? "notice unread" : "notice", "data-id": id },
      h(
        "button",
        { type: "button", class: "item", onclick: () => this.#follow(id, link, unread) },
        h("span", { class: "dot", ...(unread && { role: "img", "aria-label": "Belum dibaca" }) }),
        h(
          "span",
          { class: "what" },
          h("strong", { dir: "auto" }, title),
          h("span", { class: "body", dir: "auto" }, body),
          h("span", { class: "kind" }, kindOf(kind), " · ", h("time", { datetime: at.toISOString() }, inList(at))),
        ),
      ),
      iconButton(unread ? "tick" : "dot", mark, () =>
        this.#post("mark-notifications", { notification_ids: [id], as_read: unread }),
      ),
      iconButton("trash", "Hapus notifikasi", () => this.#post("delete-notifications", { notification_ids: [id] })),
    );
  }

  async #follow(id, link, unread) {
    if (unread) await this.markRead(id);
    if (link) await openLink(this.#phone, link);
  }

  // One call marks 200 at most.
  async #readAll() {
    for (let left = 1; left; ) {
      const marked = await this.#post("mark-all-notifications-read", {});
      left = marked?.changed ? marked.unread : 0;
    }
  }

  #post(name, body) {
    return this.#phone.attempt(() => this.#phone.person.functions.post(name, body));
  }
}
