// Outbox of one room: sends messages one after the other, and keeps each until the listener shows it.

import { uploaded } from "./attachments.js";
import { serverNow } from "./server_clock.js";

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

  // Screen of this room with changed() and answered(message), or null. Failed messages wait for the next screen.
  set screen(screen) {
    this.#screen = screen;
  }

  // Return the messages to show after the `shown` ones, and drop those that `shown` contains.
  waitingBehind(shown) {
    for (const { id } of shown) this.#waiting.delete(id);
    return [...this.#waiting.values()];
  }

  // Return the local URL of a picture that was sent from here, so that it is not downloaded.
  preview(id) {
    return this.#previews.get(id) ?? null;
  }

  // The client chooses the id, which becomes the document's id, so a retry never creates a second message.
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
      sent_at: new Date(serverNow()),
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
