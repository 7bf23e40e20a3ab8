// Phone of one side of booked sessions: shows them, enters them, and writes reviews once it is decided who came.

import { listenToBookedSessions, listenToNotifications } from "../listening.js";
import { Phone } from "../phone.js";
import { RoomScreen } from "../room.js";
import { SessionStrip } from "../pairing/session_strip.js";
import { MeetingHome } from "./meeting_home.js";
import { bookFirstTime, offerSessions } from "./offer.js";
import { endOf } from "./wording.js";

export class MeetingPhone extends Phone {
  sessions = [];
  attendance = new Map(); // decision who came, by session
  reviews = new Map(); // reviews as this side may read them, by session
  places = new Map(); // addresses of video rooms with access of this side, by session
  #who;
  #questions = new Map(); // the latest question about an ended session, by session

  // `who.side`: customer or expert. `who.mentor`: account of the mentor whom a customer books.
  constructor(who) {
    super(who);
    this.#who = who;
  }

  get name() {
    return this.#who.name;
  }

  get isExpert() {
    return this.#who.side === "expert";
  }

  async start() {
    if (this.isExpert) await offerSessions(this.#who.name, this.#who.account);
    await super.start();
    const { documents, uid } = this.person;
    listenToBookedSessions(documents, this.#who.side, uid, (sessions) => {
      this.sessions = sessions;
      this.changed();
    });
    // A notification tells both sides that it was decided who came, or that a review is published.
    listenToNotifications(documents, uid, () => this.#askAboutEnded());
  }

  home() {
    return new MeetingHome(this);
  }

  screenOf(room) {
    const strip = new SessionStrip(this, room.id, { asExpert: this.isExpert, recognises: false, endOf });
    return new RoomScreen(this, room, { strip });
  }

  book(kind) {
    return this.attempt(() => bookFirstTime(this.person.functions, this.#who.mentor, kind));
  }

  async enter({ id, room_id: roomId, service_kind: kind }) {
    if (!(await this.press("join-session", { session_id: id }))) return;
    if (kind !== "video") return this.openWhenThere(roomId);
    const access = await this.press("create-video-access", { session_id: id });
    if (access) this.places.set(id, access);
    this.changed();
  }

  async review(session, stars, text) {
    const written = await this.press("write-review", { session_id: session.id, stars, text });
    if (written) this.reviews.set(session.id, written);
    this.changed();
  }

  // Who is told something while a question is under way asks again: its answer may be older than what was told.
  async #askAboutEnded() {
    const ended = this.sessions.filter(({ status }) => status === "ended");
    const questions = ended.map(({ id }) => (this.#questions.get(id) ?? Promise.resolve()).then(() => this.#askAbout(id)));
    ended.forEach(({ id }, index) => this.#questions.set(id, questions[index]));
    await Promise.all(questions);
    this.changed();
  }

  // Until it is decided who came, both functions refuse, and a notification will come.
  async #askAbout(id) {
    const { functions } = this.person;
    const of = { session_id: id };
    const [decision, reviews] = await Promise.all(
      ["get-attendance", "get-my-review"].map((name) => functions.get(name, of).catch(() => null)),
    );
    if (decision) this.attendance.set(id, decision);
    if (reviews) this.reviews.set(id, reviews);
  }
}
