// Phone of an expert: sends heartbeats while online, shows open calls, and opens the chat if its accept is first.

import { listenToAvailability, listenToOpenCalls, listenToSessions } from "../listening.js";
import { Phone } from "../phone.js";
import { RoomScreen } from "../room.js";
import { serverNow } from "../server_clock.js";
import { ExpertHome } from "./expert_home.js";
import { SessionStrip } from "./session_strip.js";

const BEAT_MS = 30_000; // a lease of 90 seconds

export class ExpertPhone extends Phone {
  // `known`: the listeners have reported the state. `listening`: this phone listens to open calls.
  known = false;
  listening = false;
  availability = null;
  sessions = [];
  #calls = [];
  #beating = null;
  #stopCalls = null;

  async start() {
    await super.start();
    const { documents, uid } = this.person;
    listenToAvailability(documents, uid, (availability) => this.#became(availability));
    listenToSessions(documents, "expert", uid, (sessions) => {
      this.sessions = sessions;
      this.changed();
    });
  }

  home() {
    return new ExpertHome(this);
  }

  screenOf(room) {
    return new RoomScreen(this, room, { strip: new SessionStrip(this, room.id, { asExpert: true }) });
  }

  get ready() {
    return Boolean(this.availability?.open);
  }

  // Calls that this expert may accept now. The query returns all calls of the board; the phone filters the rest.
  get calls() {
    const { uid } = this.person;
    const declined = this.availability?.declined ?? [];
    return this.#calls.filter(
      (call) => call.gives_up_at > serverNow() && !call.passed_over.includes(uid) && !declined.includes(call.id),
    );
  }

  setReady(ready) {
    return this.press(ready ? "go-online" : "go-offline");
  }

  async accept(call) {
    const session = await this.press("accept-pairing", { pairing_id: call.id });
    if (session) await this.enter(session.session_id, session.room_id);
  }

  decline(call) {
    return this.press("decline-pairing", { pairing_id: call.id });
  }

  async enter(sessionId, roomId) {
    await this.press("join-session", { session_id: sessionId });
    await this.openWhenThere(roomId);
  }

  #became(availability) {
    this.known = true;
    this.availability = availability;
    if (!this.ready) this.#rest();
    else this.#beating ??= setInterval(() => this.#beat(), BEAT_MS);
    if (!availability?.room_left) this.#listenNoMore();
    else if (!this.#stopCalls) this.#beat();
    this.changed();
  }

  #rest() {
    clearInterval(this.#beating);
    this.#beating = null;
  }

  // After an absence longer than the lease, the rules allow listening only after a heartbeat.
  #beat() {
    const beat = this.person.functions.post("send-heartbeat", {});
    beat.then(() => this.availability?.room_left && this.#listen()).catch(() => {});
  }

  #listen() {
    this.#stopCalls ??= listenToOpenCalls(this.person.documents, this.availability.board, (calls) => {
      if (!calls) this.#stopCalls = null;
      this.listening = Boolean(calls);
      this.#ring(calls ?? []);
    });
  }

  #listenNoMore() {
    this.#stopCalls?.();
    this.#stopCalls = null;
    this.listening = false;
    this.#calls = [];
  }

  #ring(calls) {
    const known = new Set(this.#calls.map((call) => call.id));
    this.#calls = calls;
    if (!this.atHome && this.calls.some((call) => !known.has(call.id))) this.tell("Ada yang ingin curhat");
    this.changed();
  }
}
