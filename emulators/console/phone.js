// Simulated phone: frame, signed-in person and current screen.

import { Bell } from "./bell.js";
import { h, iconButton } from "./elements.js";
import { listenToAliases, listenToBlocks, listenToInbox, listenToInvitations, listenToRooms } from "./listening.js";
import { Outbox } from "./outbox.js";
import { Person } from "./person.js";
import { Power } from "./power.js";
import { RoomScreen } from "./room.js";
import { RoomList } from "./room_list.js";
import { summary } from "./rooms.js";
import { Sheet } from "./sheet.js";
import { clock, trouble } from "./wording.js";

const TOAST_MS = 4_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 3_500; // shorter than a toast, so that the toast stays visible during retries

export class Phone {
  person = null;
  blocked = [];
  invitations = [];
  #who;
  #rooms = new Map(); // rooms by the member's id: uid or alias
  #inboxes = new Map();
  #screen = null;
  #outboxes = new Map();
  #delivered = new Map();
  #toast = null;
  #heard = () => {};
  #clock = null;

  // `who`: name, role, label, account. Add `element` to a page, then call `start`.
  constructor(who) {
    this.#who = who;
    this.view = h("div", { class: "view" }, h("p", { class: "waiting" }, "Masuk…"));
    this.toast = h("div", { class: "toast", role: "status" });
    this.signal = h("span", { class: "signal", "aria-hidden": "true" }, "Daring");
    this.time = h("span", { "aria-hidden": "true" }, "");
    this.switch = h(
      "button",
      {
        type: "button",
        class: "switch",
        role: "switch",
        "aria-checked": "true",
        "aria-label": `Jaringan ponsel ${who.name}`,
        disabled: true,
        onclick: () => this.setOnline(!this.person.online),
      },
      h("span", { class: "track" }),
      "Jaringan",
    );
    this.bell = new Bell(this);
    this.power = new Power(this, who);
    const screen = h(
      "div",
      { class: "screen" },
      h("div", { class: "top" }, this.time, this.bell.element, this.signal),
      this.view,
      this.toast,
      this.power.screen,
    );
    this.sheet = new Sheet(screen, this.view);
    this.element = h(
      "section",
      { class: "place", "aria-label": `Ponsel ${who.name}` },
      h("header", { class: "whose" }, h("strong", {}, who.name), h("span", {}, who.label), this.power.buttons, this.switch),
      h("div", { class: "phone" }, screen),
    );
    this.#tick();
    this.#clock = setInterval(() => this.#tick(), 10_000);
  }

  // Sign in, and start the listeners that are not specific to one room.
  async start() {
    this.person = await Person.arrive(this.#who);
    const { documents, uid } = this.person;
    listenToBlocks(documents, uid, (blocks) => this.#nameBlocked(blocks ?? []));
    this.bell.start();
    listenToInvitations(documents, uid, (invitations) => ((this.invitations = invitations), this.changed()));
    await Promise.all([
      this.goesBy(uid),
      new Promise((heard) => listenToAliases(documents, uid, (aliases) => heard(aliases && this.goesByAliases(aliases)))),
    ]);
    this.person.stayOnline();
    await this.power.start();
    this.switch.disabled = false;
    this.showRooms();
  }

  // Listen to what belongs to each of this person's aliases.
  async goesByAliases({ all }) {
    await Promise.all(all.map((alias) => this.goesBy(alias)));
  }

  // Listen to rooms and inbox of an id of this person (uid or alias), unless already done.
  async goesBy(uid) {
    if (this.#rooms.has(uid)) return;
    this.#rooms.set(uid, []);
    const { documents } = this.person;
    listenToInbox(documents, uid, (inbox) => (this.#inboxes.set(uid, inbox), this.changed()));
    await new Promise((heard) =>
      listenToRooms(documents, uid, (rooms) => {
        this.#rooms.set(uid, rooms ?? []);
        heard();
        this.#heard();
        this.changed();
      }),
    );
  }

  get rooms() {
    const selves = [...this.#rooms.keys()];
    return [...this.#rooms.values()].flat().map((room) => summary(room, this.#inboxes, selves));
  }

  room(id) {
    return this.rooms.find((room) => room.id === id) ?? null;
  }

  open(roomId) {
    const room = this.room(roomId);
    if (room) this.#show(this.screenOf(room));
  }

  // Open a room as soon as the listener shows it; a new room takes a moment.
  async openWhenThere(roomId) {
    while (!this.room(roomId)) await new Promise((heard) => (this.#heard = heard));
    this.open(roomId);
  }

  outbox(roomId) {
    if (!this.#outboxes.has(roomId)) {
      this.#outboxes.set(roomId, new Outbox(this.person.functions, roomId));
    }
    return this.#outboxes.get(roomId);
  }

  showRooms() {
    this.#show(this.home());
  }

  get atHome() {
    return !this.#screen?.id;
  }

  // Home screen. Subclasses of Phone return another one.
  home() {
    return new RoomList(this);
  }

  screenOf(room) {
    return new RoomScreen(this, room);
  }

  // Called after every change that a listener reports.
  changed() {
    if (!this.#screen) return;
    // Close a room that is no longer visible, after a block or the removal of this person.
    if (this.#screen.id && !this.room(this.#screen.id)) {
      this.showRooms();
      this.tell("Percakapan ini tidak tersedia lagi");
    }
    this.#screen.update();
    this.#markDelivered();
  }

  async setOnline(online) {
    this.switch.setAttribute("aria-checked", String(online));
    this.signal.textContent = online ? "Daring" : "Luring";
    this.element.classList.toggle("offline", !online);
    const switched = this.person.setOnline(online);
    this.changed();
    if (online && !this.power.isDark) await Promise.all([switched, this.#screen.resync()]);
  }

  // Load what was missed while the app was closed.
  async catchUp() {
    this.changed();
    if (this.person.online) await this.#screen.resync();
  }

  // After signing out nothing of the person stays on the phone.
  end() {
    this.sheet.close();
    this.#screen.close();
    this.#screen = null;
    this.bell.element.disabled = this.switch.disabled = true;
    this.power.button.disabled = this.power.exit.disabled = true;
    clearInterval(this.#clock);
  }

  // Return the result of `ask`, or show the error and return null.
  async attempt(ask) {
    try {
      return (await ask()) ?? true;
    } catch (error) {
      this.tell(trouble(error));
      return null;
    }
  }

  // Call a function for an action of the user, with one idempotency key. Temporary errors are shown and retried.
  // Return null if the function refuses, or at once if the phone is offline.
  async press(name, body = {}) {
    const key = crypto.randomUUID();
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return (await this.person.functions.post(name, body, { key })) ?? true;
      } catch (error) {
        const again = error.passing && this.person.online;
        this.tell(again ? `${trouble(error)}. Mencoba lagi…` : trouble(error));
        if (!again) return null;
      }
      await new Promise((over) => setTimeout(over, pause));
    }
  }

  tell(text) {
    this.toast.textContent = text;
    this.toast.classList.add("seen");
    clearTimeout(this.#toast);
    this.#toast = setTimeout(() => this.toast.classList.remove("seen"), TOAST_MS);
  }

  // Show a picture on the full screen.
  look(name, url) {
    const image = h("img", { src: url, alt: name });
    const close = iconButton("close", "Tutup gambar", () => this.sheet.close());
    this.sheet.open(`Gambar ${name}`, h("figure", { class: "large" }, image, close));
  }

  unblock(uid) {
    return this.press("unblock-user", { user_id: uid });
  }

  async accept({ id }) {
    if (await this.press("accept-room-invitation", { room_id: id })) await this.openWhenThere(id);
  }

  decline({ id }) {
    return this.press("decline-room-invitation", { room_id: id });
  }

  // A block document contains only the uid, because names change, so a function returns the names.
  async #nameBlocked(blocks) {
    const page = blocks.length
      ? await this.attempt(() => this.person.functions.get("list-blocked-users", { limit: 100 }))
      : null;
    this.blocked = page?.items ?? [];
    this.changed();
  }

  #show(screen) {
    this.sheet.close();
    this.#screen?.close();
    this.#screen = screen;
    this.person.showRoom(screen.id ?? null);
    this.view.replaceChildren(screen.element);
  }

  // Report messages as delivered once the room list shows them. An open room reports them as read instead.
  #markDelivered() {
    if (!this.person.online) return;
    for (const room of this.rooms) {
      const known = this.#delivered.get(room.id) ?? 0;
      if (!room.unread || room.last?.sender === room.me || room.seq <= known || room.id === this.#screen.id)
        continue;
      this.#delivered.set(room.id, room.seq);
      const marked = this.person.functions.post("mark-room-delivered", { room_id: room.id, seq: room.seq });
      marked.catch(() => this.#delivered.delete(room.id));
    }
  }

  #tick() {
    const now = clock(new Date());
    this.time.textContent = `${now} WIB`;
    this.power.time.textContent = now;
  }
}
