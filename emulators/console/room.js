// Screen of an open room: listens to its documents, reports read messages and carries out the user's actions.

import { ACCEPTED, ACCEPTED_IN_CALLS, Links } from "./attachments.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { avatar, h, iconButton } from "./elements.js";
import { listenToMessages, listenToParticipants, listenToPresence } from "./listening.js";
import { openMessageMenu } from "./message_menu.js";
import { typists } from "./receipts.js";
import { openRoomMenu } from "./room_menu.js";
import { serverNow } from "./server_clock.js";
import { Timeline } from "./timeline.js";
import { lastSeen } from "./wording.js";

const PAGE = 40;
const GAP_PATIENCE_MS = 2_000;
const LONGEST_WAIT_MS = 3_600_000; // the limit of browser timers is about 24 days

export class RoomScreen {
  #phone;
  #room;
  #strip;
  #from;
  #freshFrom;
  #timeline = new Timeline();
  #participants = [];
  #presence = null;
  #stops = new Map();
  #drawing = false;
  #markedTo = 0;
  #leaseEnd = null;
  #gap = null;

  // `strip`: optional part below the room's name, with `element` and `close()`.
  constructor(phone, room, { strip = null } = {}) {
    this.#phone = phone;
    this.#room = room;
    this.#strip = strip;
    this.#freshFrom = room.unread ? room.readSeq + 1 : null;
    this.#from = Math.max(1, room.seq - PAGE + 1);
    this.links = new Links(this.#functions, room.id);
    this.outbox = phone.outbox(room.id);
    this.outbox.screen = { changed: () => this.#draw(), answered: (message) => this.#answered([message]) };
    this.conversation = new Conversation(room.title, this.#does());
    const accepted = room.id.startsWith("call-") ? ACCEPTED_IN_CALLS : ACCEPTED;
    this.composer = new Composer(accepted, {
      say: (wish) => this.#say(wish),
      edit: (message, body) => this.#edit(message, body),
      typing: (typing) => this.#functions.post("set-typing", { room_id: this.id, typing }).catch(() => {}),
    });
    this.#build();
    this.#listen();
  }

  get id() {
    return this.#room.id;
  }

  // Called by the phone after a change of the room, the inbox or the network.
  update() {
    this.#room = this.#phone.room(this.id) ?? this.#room;
    this.#draw();
  }

  // Load missed messages after the last known number at once, because the listener may take longer to reconnect.
  async resync() {
    for (let after = this.#timeline.missingAfter(Infinity); after !== null;) {
      const query = { room_id: this.id, after_seq: after, limit: 100 };
      const page = await this.#phone.attempt(() => this.#functions.get("list-messages", query));
      if (!page) return;
      this.#answered(page.items.map(({ message_id: id, ...message }) => ({ id, ...message })));
      after = page.has_more ? page.items.at(-1).seq : null;
    }
  }

  close() {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    this.outbox.screen = null;
    this.conversation.close();
    this.#strip?.close();
    clearTimeout(this.#leaseEnd);
    clearTimeout(this.#gap);
  }

  focus() {
    this.composer.focus();
  }

  get #me() {
    return this.#room.me;
  }

  get #functions() {
    return this.#phone.person.functions;
  }

  #build() {
    this.status = h("span", { class: "status-line", "aria-live": "polite" });
    this.badge = h("span", { class: "badge", hidden: true });
    const back = iconButton("back", "Semua percakapan", () => this.#phone.showRooms());
    const header = h(
      "header",
      { class: "bar" },
      h("span", { class: "way" }, back, this.badge),
      avatar(this.#room.title, this.#room.other ?? this.id),
      h("div", { class: "titles" }, h("h2", { dir: "auto" }, this.#room.title), this.status),
      iconButton("more", "Menu percakapan", () => openRoomMenu(this.#phone, this.#room)),
    );
    const { conversation, composer } = this;
    this.element = h("div", { class: "room" }, header, this.#strip?.element, conversation.element, composer.element);
  }

  #listen() {
    const { documents } = this.#phone.person;
    this.#follow(
      "participants",
      (tell) => listenToParticipants(documents, this.id, tell),
      (found) => (this.#participants = found ?? []),
    );
    if (this.#room.other) {
      this.#follow(
        "presence",
        (tell) => listenToPresence(documents, this.#room.other, tell),
        (found) => (this.#presence = found),
      );
    }
    this.#listenToMessages();
    const looked = () => this.#draw();
    document.addEventListener("visibilitychange", looked);
    this.#stops.set("looks", () => document.removeEventListener("visibilitychange", looked));
  }

  #listenToMessages() {
    const { documents } = this.#phone.person;
    const from = this.#from;
    this.#follow(
      "messages",
      (tell) => listenToMessages(documents, this.id, from, tell),
      (found, about) => {
        if (found) this.#timeline.heard(found, { from, ...about });
      },
    );
  }

  #follow(name, listen, take) {
    this.#stops.get(name)?.();
    this.#stops.set(
      name,
      listen((found, about) => {
        take(found, about);
        this.#draw();
      }),
    );
  }

  #answered(messages) {
    this.#timeline.answered(messages);
    this.#draw();
  }

  // Draw once for all changes of the same moment.
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (this.#stops.size) this.#drawNow();
    });
  }

  #drawNow() {
    const { shown } = this.#timeline;
    const typing = this.#phone.person.online ? typists(this.#participants, shown, this.#me) : [];
    const waiting = this.#timeline.isOpen ? this.outbox.waitingBehind(shown) : [];
    this.conversation.draw([...shown, ...waiting], {
      me: this.#me,
      nameOf: (uid) => this.#nameOf(uid),
      inGroup: !this.#room.other,
      participants: this.#participants,
      freshFrom: this.#freshFrom,
      typing: typing.length > 0,
      hasEarlier: shown.length > 0 && shown[0].seq > 1,
    });
    this.#drawHeader(typing);
    this.composer.writable = this.#room.writable;
    this.#lookAgain([...typing.map((one) => one.typing_until), this.#presence?.online_until, this.#room.closesAt]);
    this.#watchForGap();
    this.#markRead(shown);
  }

  #drawHeader(typing) {
    this.status.textContent = typing.length ? "mengetik…" : this.#presenceLine();
    this.status.classList.toggle("lively", typing.length > 0 || this.#isThere);
    const elsewhere = this.#phone.rooms
      .filter((room) => room.id !== this.id)
      .reduce((sum, room) => sum + room.unread, 0);
    this.badge.hidden = !elsewhere;
    this.badge.textContent = elsewhere;
  }

  get #isThere() {
    return this.#phone.person.online && this.#presence?.online_until > serverNow();
  }

  #presenceLine() {
    if (!this.#phone.person.online) return "menunggu jaringan…";
    if (!this.#presence) return "";
    return this.#isThere ? "daring" : lastSeen(this.#presence.seen_at);
  }

  // Draw again when the next lease ends, because no document changes then.
  #lookAgain(leases) {
    const ahead = leases.filter((end) => end > serverNow());
    clearTimeout(this.#leaseEnd);
    if (!ahead.length) return;
    const wait = Math.min(Math.min(...ahead) - serverNow() + 20, LONGEST_WAIT_MS);
    this.#leaseEnd = setTimeout(() => this.#draw(), wait);
  }

  // The room document may arrive before the newest messages. Load messages that stay missing for a while.
  #watchForGap() {
    clearTimeout(this.#gap);
    if (!this.#phone.person.online || this.#timeline.missingAfter(this.#room.seq) === null) return;
    this.#gap = setTimeout(() => this.resync(), GAP_PATIENCE_MS);
  }

  #markRead(shown) {
    const newest = shown.findLast((message) => message.sender !== this.#me)?.seq ?? 0;
    const readTo = this.#participants.find((one) => one.id === this.#me)?.read_seq ?? Infinity;
    if (
      newest <= Math.max(readTo, this.#markedTo) ||
      !this.#phone.person.online ||
      document.visibilityState !== "visible"
    )
      return;
    this.#markedTo = newest;
    const seq = shown.at(-1).seq;
    this.#functions.post("mark-room-read", { room_id: this.id, seq }).catch(() => (this.#markedTo = 0));
  }

  #nameOf(uid) {
    if (uid === this.#me) return "Anda";
    return this.#participants.find((one) => one.id === uid)?.name || this.#room.nameOf(uid);
  }

  #say(wish) {
    this.#freshFrom = null;
    this.outbox.say(wish, { me: this.#me, name: this.#phone.person.name });
    this.conversation.toEnd();
  }

  #edit(message, body) {
    if (body !== message.body) this.#change("edit-message", message, { body });
  }

  // The listener shows the change, so the response is not needed.
  #change(name, message, told = {}) {
    const body = { room_id: this.id, message_id: message.id, ...told };
    return this.#phone.press(name, body);
  }

  #does() {
    return {
      menu: (message) => this.#openMenu(message),
      react: (message, emoji, on) => this.#change("react-to-message", message, { emoji, on }),
      retry: (id) => this.outbox.retry(id),
      discard: (id) => this.outbox.discard(id),
      hasPreview: ({ id }) => this.outbox.preview(id) !== null,
      picture: async ({ id }) => this.outbox.preview(id) ?? this.links.to(id),
      look: (message, url) => this.#phone.look(message.attachment.name, url),
      download: (message) => this.#download(message),
      readBack: () => ((this.#from = Math.max(1, this.#from - PAGE)), this.#listenToMessages()),
    };
  }

  #openMenu(message) {
    const mine = message.sender === this.#me;
    const { sheet } = this.#phone;
    openMessageMenu(
      sheet,
      message,
      { mine, me: this.#me, writable: this.#room.writable },
      {
        react: (emoji, on) => this.#change("react-to-message", message, { emoji, on }),
        reply: () => this.composer.reply(message, this.#nameOf(message.sender)),
        edit: () => this.composer.edit(message),
        copy: () => this.#phone.attempt(() => navigator.clipboard.writeText(message.body)),
        remove: () =>
          sheet.ask("Hapus pesan ini untuk semua orang?", "Hapus", () => this.#change("delete-message", message)),
      },
    );
  }

  async #download(message) {
    const url = await this.#phone.attempt(() => this.links.to(message.id));
    if (url) h("a", { href: url, download: message.attachment.name, rel: "noopener" }).click();
  }
}
