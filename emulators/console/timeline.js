// Messages of one open room: each once, ordered by number (`seq`), and only up to the first gap.

export class Timeline {
  #messages = new Map(); // by seq
  #begin = null; // seq of the oldest message shown

  // Add the listener's messages from number `from` on. They are the newest version, so they replace others.
  heard(messages, { from, complete }) {
    // The cache may contain only the latest messages. Show those until the listener is complete.
    if (complete) this.#begin = from;
    else this.#begin ??= messages[0]?.seq ?? null;
    for (const message of messages) this.#messages.set(message.seq, message);
  }

  // Add messages from a function's response. The listener may know newer versions, so they only fill gaps.
  answered(messages) {
    for (const message of messages) if (!this.#messages.has(message.seq)) this.#messages.set(message.seq, message);
  }

  get isOpen() {
    return this.#begin !== null;
  }

  // Return the messages up to the first gap. Numbers have no gaps, so later messages wait for the missing ones.
  get shown() {
    const run = [];
    for (let seq = this.#begin ?? Infinity; this.#messages.has(seq); seq += 1) run.push(this.#messages.get(seq));
    return run;
  }

  // Return the number after which messages are missing if the room's newest number is `newest`, or null.
  missingAfter(newest) {
    if (!this.isOpen) return null;
    const last = this.#begin - 1 + this.shown.length;
    return last < newest ? last : null;
  }
}
