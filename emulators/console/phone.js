// One phone: a frame, a person who is signed in on it, and the screen that is open.

import { h, iconButton } from "./elements.js";
import { listenToAlias, listenToBlocks, listenToInbox, listenToRooms } from "./listening.js";
import { Outbox } from "./outbox.js";
import { Person } from "./person.js";
import { RoomScreen } from "./room.js";
import { RoomList } from "./room_list.js";
import { summary } from "./rooms.js";
import { Sheet } from "./sheet.js";
import { clock, trouble } from "./wording.js";

const TOAST_MS = 4_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 3_500; // less than a toast is seen, so that what is tried again is told all the time

export class Phone {
  person = null;
  blocked = [];
  #who;
  #rooms = new Map(); // by the uid under which one is in them
  #inboxes = new Map();
  #screen = null;
  #outboxes = new Map();
  #delivered = new Map();
  #toast = null;
  #heard = () => {};

  // *who*: name, role, label, account. Put `element` anywhere; then `start`.
  constructor(who) {
    this.#who = who;
    this.view = h("div", { class: "view" }, h("p", { class: "waiting" }, "Masuk…"));
    this.toast = h("div", { class: "toast", role: "status" });
    this.signal = h("span", { class: "signal" }, "Daring");
    this.time = h("span", {}, "");
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
    const screen = h(
      "div",
      { class: "screen" },
      h("div", { class: "top", "aria-hidden": "true" }, this.time, this.signal),
      this.view,
      this.toast,
    );
    this.sheet = new Sheet(screen, this.view);
    this.element = h(
      "section",
      { class: "place", "aria-label": `Ponsel ${who.name}` },
      h("header", { class: "whose" }, h("strong", {}, who.name), h("span", {}, who.label), this.switch),
      h("div", { class: "phone" }, screen),
    );
    this.#tick();
    setInterval(() => this.#tick(), 10_000);
  }

  // Sign in, and listen to all that is not of one room only.
  async start() {
    this.person = await Person.arrive(this.#who);
    const { documents, uid } = this.person;
    listenToBlocks(documents, uid, (blocks) => this.#nameBlocked(blocks ?? []));
    await Promise.all([
      this.goesBy(uid),
      new Promise((heard) => listenToAlias(documents, uid, (alias) => heard(alias && this.goesBy(alias)))),
    ]);
    this.person.stayOnline();
    this.switch.disabled = false;
    this.showRooms();
  }

  // Listen to what is there for somebody under this uid, once.
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

  // A room that was just made is heard of in a moment.
  async openWhenThere(roomId) {
    while (!this.room(roomId)) await new Promise((heard) => (this.#heard = heard));
    this.open(roomId);
  }

  outbox(roomId) {
    if (!this.#outboxes.has(roomId)) this.#outboxes.set(roomId, new Outbox(this.person.functions, roomId));
    return this.#outboxes.get(roomId);
  }

  showRooms() {
    this.#show(this.home());
  }

  get atHome() {
    return !this.#screen?.id;
  }

  // The screen from which all others are reached. What is another kind of phone shows another one.
  home() {
    return new RoomList(this);
  }

  screenOf(room) {
    return new RoomScreen(this, room);
  }

  // Something that is listened to has changed.
  changed() {
    if (!this.#screen) return;
    // A room that one does not see any more is closed: one of the two has blocked the other, or one was put out.
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
    if (online) await Promise.all([switched, this.#screen.resync()]);
  }

  // What *ask* comes to; null when it fails, and the person is told.
  async attempt(ask) {
    try {
      return (await ask()) ?? true;
    } catch (error) {
      this.tell(trouble(error));
      return null;
    }
  }

  // Do what a person has pressed: call a function until it answers, once by one key; null when it refuses. What passes
  // (silence, a busy server) is shown and tried again. Without a network of its own the phone gives up at once.
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

  // A picture, as large as the screen.
  look(name, url) {
    const image = h("img", { src: url, alt: name });
    const close = iconButton("close", "Tutup gambar", () => this.sheet.close());
    this.sheet.open(`Gambar ${name}`, h("figure", { class: "large" }, image, close));
  }

  openRoomMenu(room) {
    const { sheet } = this;
    const post = (name, body) => this.press(name, body);
    const pinned = room.pinnedAt !== null;
    sheet.open(
      "Menu percakapan",
      h("p", { class: "about", dir: "auto" }, room.title),
      sheet.action("pin", pinned ? "Lepas sematan" : "Sematkan", () =>
        post("pin-room", { room_id: room.id, pinned: !pinned }),
      ),
      sheet.action(room.muted ? "bell" : "mute", room.muted ? "Bunyikan" : "Bisukan", () =>
        post("mute-room", { room_id: room.id, muted: !room.muted }),
      ),
      room.other && sheet.action("block", `Blokir ${room.title}`, () => this.#askToBlock(room), { dangerous: true }),
    );
  }

  unblock(uid) {
    return this.press("unblock-user", { user_id: uid });
  }

  #askToBlock(room) {
    const question = `Blokir ${room.title}? Kalian tidak akan saling melihat percakapan ini.`;
    this.sheet.ask(question, "Blokir", async () => {
      const blocked = await this.press("block-user", { user_id: room.other, room_id: room.id });
      if (blocked) this.tell(`${room.title} diblokir`);
    });
  }

  // A block tells whom, but not their name, which is theirs to change.
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
    this.view.replaceChildren(screen.element);
  }

  // What stands in the list has arrived; an open room tells so itself, by having been read.
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
    this.time.textContent = `${clock(new Date())} WIB`;
  }
}
