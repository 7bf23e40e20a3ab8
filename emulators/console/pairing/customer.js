// A customer's phone: it calls, listens to what becomes of the call, and opens the chat that it led to.

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
  alias = null;
  known = false; // whether there is a call or a session, before that is heard
  #stopListening = () => {};
  #stopOrder = () => {};
  #following = null;

  async start() {
    await super.start();
    this.known = true;
    this.changed();
  }

  // A call, and all that comes of it, is of an alias: whoever has never called has none.
  async goesBy(uid) {
    await super.goesBy(uid);
    const { documents, uid: mine } = this.person;
    if (uid === mine || this.alias === uid) return;
    this.alias = uid;
    await Promise.all([
      new Promise((heard) => listenToSessions(documents, "customer", uid, ([session]) => heard(this.#meet(session)))),
      // A call that was open before this page was.
      new Promise((heard) => listenToOpenCallOf(documents, uid, (call) => heard(this.#follow(call?.id)))),
    ]);
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

  // Whatever became of the last call, begin anew.
  forget() {
    this.#stopListening();
    this.#stopOrder();
    this.#following = this.call = this.order = null;
    this.changed();
  }

  async enter() {
    const { id, room_id: roomId } = this.session;
    await this.press("join-session", { session_id: id });
    await this.openWhenThere(roomId);
  }

  // The call whose session is over is no more.
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
      this.call = call;
      this.changed();
    });
  }

  #followOrder(id) {
    this.#stopOrder = listenToOrder(this.person.documents, id, (order) => {
      this.order = order;
      this.changed();
    });
  }
}
