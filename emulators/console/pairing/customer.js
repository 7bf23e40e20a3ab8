// Phone of a customer: requests a call, follows it by listeners and opens the chat of its session.

import { listenToCall, listenToOpenCallOf, listenToOrder, listenToSessions } from "../listening.js";
import { Phone } from "../phone.js";
import { RoomScreen } from "../room.js";
import { CustomerHome } from "./customer_home.js";
import { SessionStrip } from "./session_strip.js";
import { givenBack } from "./wording.js";

export class CustomerPhone extends Phone {
  call = null;
  session = null;
  order = null;
  hotlines = []; // to show at once, for a call whose topic speaks of danger
  #aliases = new Set();
  #sessions = new Map(); // running session by alias
  known = false; // false until the listeners have reported calls and sessions
  #stopListening = () => {};
  #stopOrder = () => {};
  #following = null;

  async start() {
    await super.start();
    this.known = true;
    this.changed();
  }

  // Each session belongs to an alias of the customer, and all calls to the alias of the person.
  async goesByAliases(aliases) {
    await super.goesByAliases(aliases);
    const { documents } = this.person;
    const fresh = aliases.all.filter((alias) => !this.#aliases.has(alias));
    const first = !this.#aliases.size;
    fresh.forEach((alias) => this.#aliases.add(alias));
    const met = (alias) =>
      new Promise((heard) =>
        listenToSessions(documents, "customer", alias, ([session]) => {
          this.#sessions.set(alias, session);
          heard(this.#meet([...this.#sessions.values()].find(Boolean)));
        }),
      );
    const open = () =>
      new Promise((heard) => listenToOpenCallOf(documents, aliases.person, (call) => heard(this.#follow(call?.id))));
    // The customer may have an open call from before this page was loaded.
    await Promise.all([...fresh.map(met), ...(first ? [open()] : [])]);
  }

  home() {
    return new CustomerHome(this);
  }

  screenOf(room) {
    return new RoomScreen(this, room, { strip: new SessionStrip(this, room.id) });
  }

  async request(wish) {
    const made = await this.press("request-pairing", wish);
    if (made) this.#follow(made.pairing_id);
  }

  async cancel() {
    const { call } = this;
    const over = await this.press("cancel-pairing", { pairing_id: call.id });
    if (over) this.tell(`Panggilan dibatalkan. ${givenBack(call)}`);
  }

  // Stop following the last call, and show the form again.
  forget() {
    this.#stopListening();
    this.#stopOrder();
    this.#following = this.call = this.order = null;
    this.hotlines = [];
    this.changed();
  }

  async enter() {
    const { id, room_id: roomId } = this.session;
    await this.press("join-session", { session_id: id });
    await this.openWhenThere(roomId);
  }

  // When a session ends, its call is forgotten too.
  #meet(session = null) {
    if (this.session && !session) this.forget();
    this.session = session;
    this.changed();
  }

  #follow(id) {
    if (!id || id === this.#following) return;
    this.forget();
    this.#following = id;
    this.#stopListening = listenToCall(this.person.documents, id, (call) => {
      if (!this.call && call.entitlement.order_id) this.#followOrder(call.entitlement.order_id);
      if (!this.call && call.in_danger) this.#findHotlines();
      this.call = call;
      this.changed();
    });
  }

  async #findHotlines() {
    const call = await this.attempt(() => this.person.functions.get("get-my-pairing", {}));
    this.hotlines = call?.hotlines ?? [];
    this.changed();
  }

  #followOrder(id) {
    this.#stopOrder = listenToOrder(this.person.documents, id, (order) => {
      this.order = order;
      this.changed();
    });
  }
}
