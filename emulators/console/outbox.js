// What was said here, from the first moment on: it goes out one after the other, and waits here until it is seen.

import { uploaded } from "./attachments.js";

export class Outbox {
  #functions;
  #roomId;
  #waiting = new Map();
  #previews = new Map();
  #last = Promise.resolve();
  #screen = null;

  constructor(functions, roomId) {
    this.#functions = functions;
    this.#roomId = roomId;
  }

  // The open screen of this room: changed() and answered(message). What fails while there is none is kept for it.
  set screen(screen) {
    this.#screen = screen;
  }

  // What stands behind the messages that are *shown*, and is not among them.
  waitingBehind(shown) {
    for (const { id } of shown) this.#waiting.delete(id);
    return [...this.#waiting.values()];
  }

  // Whoever sends a picture need not fetch it.
  preview(id) {
    return this.#previews.get(id) ?? null;
  }

  // The id is chosen here and is the document's: sent again, it is still one message.
  say({ body, replyTo, picked }, { me, name }) {
    const id = crypto.randomUUID();
    const reply_to = replyTo && { id: replyTo.id, seq: replyTo.seq, sender: replyTo.sender };
    const said = {
      id,
      kind: "text",
      sender: me,
      sender_name: name,
      body,
      reply_to,
      reactions: {},
      sent_at: new Date(),
    };
    this.#waiting.set(id, { ...said, kind: picked?.kind ?? "text", attachment: picked?.attachment ?? null });
    if (picked?.preview) this.#previews.set(id, picked.preview);
    this.#send(id, picked?.file ?? null);
  }

  retry(id) {
    this.#send(id, this.#waiting.get(id).file);
  }

  discard(id) {
    this.#waiting.delete(id);
    this.#screen?.changed();
  }

  #send(id, file) {
    this.#mark(id, { state: "sending", error: null, file });
    this.#last = this.#last.then(() => this.#deliver(this.#waiting.get(id)));
  }

  async #deliver(message) {
    if (!message) return;
    const { id, kind, body, file, attachment, reply_to: replyTo } = message;
    const wish = { room_id: this.#roomId, message_id: id, kind };
    if (body) wish.body = body;
    if (replyTo) wish.reply_to = replyTo.id;
    try {
      if (file) wish.attachment = await uploaded(this.#functions, this.#roomId, file, attachment);
      const { message_id: _, ...said } = await this.#functions.post("send-message", wish);
      this.#mark(id, { state: "sent" });
      this.#screen?.answered({ id, ...said });
    } catch (error) {
      this.#mark(id, { state: "failed", error });
    }
  }

  #mark(id, changes) {
    const message = this.#waiting.get(id);
    if (message) this.#waiting.set(id, { ...message, ...changes });
    this.#screen?.changed();
  }
}
