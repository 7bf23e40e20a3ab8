// The messages of one open room: each once, in the order of their numbers, and never one before those it follows.

export class Timeline {
  #messages = new Map(); // by seq
  #begin = null; // the number of the oldest message shown

  // What the listener shows from number *from* on. It is the newest there is, so it takes the place of all else.
  heard(messages, { from, complete }) {
    // From memory only the end may be known; better that than nothing, until the rest is here.
    if (complete) this.#begin = from;
    else this.#begin ??= messages[0]?.seq ?? null;
    for (const message of messages) this.#messages.set(message.seq, message);
  }

  // What a function has answered. It may be older than what was heard meanwhile, so it only fills gaps.
  answered(messages) {
    for (const message of messages) if (!this.#messages.has(message.seq)) this.#messages.set(message.seq, message);
  }

  get isOpen() {
    return this.#begin !== null;
  }

  // Numbers run without gap, so what stands behind a gap waits until it is filled.
  get shown() {
    const run = [];
    for (let seq = this.#begin ?? Infinity; this.#messages.has(seq); seq += 1) run.push(this.#messages.get(seq));
    return run;
  }

  // The number behind which to ask for what was missed, while the room is known to have *newest*.
  missingAfter(newest) {
    if (!this.isOpen) return null;
    const last = this.#begin - 1 + this.shown.length;
    return last < newest ? last : null;
  }
}
