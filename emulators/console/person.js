// Signed-in user of an app, with a client of the functions and of Firestore.

import { deleteApp } from "firebase/app";
import { PhoneAuthProvider, signInWithCredential, signInWithEmailAndPassword } from "firebase/auth";
import { disableNetwork, enableNetwork } from "firebase/firestore";

import { Functions } from "./api.js";
import { cloud, firebase } from "./cloud.js";
import { settled } from "./listening.js";

const LEASE_RENEWED_MS = 45_000; // "online" is a lease of 90 seconds

export class Person {
  online = true;
  asleep = false; // the app is closed: it neither listens nor tells that it is there
  #connectionId = crypto.randomUUID(); // of this tab: another tab of the same person stays online without it
  #roomId = null;
  #switching = Promise.resolve();

  // Sign in and register. The control server creates the account and its role; the rest is as in a real app.
  // `verified`: the account has a verified phone number. `byPhone`: sign in with that number.
  static async arrive({ name, role, account, verified = false, byPhone = false }) {
    const wanted = new URLSearchParams({ name: account, ...((verified || byPhone) && { phone: "verified" }) });
    const response = await fetch(`/people/${role}?${wanted}`, { method: "POST" });
    if (!response.ok) throw new Error((await response.json()).title);
    const { email, password, phone } = await response.json();
    const { app, auth, documents } = firebase(account);
    const signIn = byPhone ? signInByPhone(auth, phone) : signInWithEmailAndPassword(auth, email, password);
    const { user } = await signIn;
    const functions = new Functions(cloud.functions, () => user.getIdToken(), () => settled(documents));
    const registered = await functions.post("register-user", { full_name: name });
    const found = { uid: user.uid, name: registered.full_name, email, number: phone, app, functions, documents };
    return new Person(found);
  }

  // `email` and `number` (or null): the addresses of the account.
  constructor({ uid, name, email, number, app, functions, documents }) {
    Object.assign(this, { uid, name, email, number, app, functions, documents });
  }

  // Renew the presence lease while the page is visible, and end the lease when the page closes.
  stayOnline() {
    const renew = () => document.visibilityState === "visible" && this.#tellPresence(true);
    renew();
    setInterval(renew, LEASE_RENEWED_MS);
    document.addEventListener("visibilitychange", renew);
    window.addEventListener("pagehide", () => this.#tellPresence(false, { keepalive: true }));
  }

  // Simulate the loss of the network. Changes are queued, so that quick switching keeps their order.
  setOnline(online) {
    this.online = online;
    if (online) this.functions.plugIn();
    else this.functions.unplug();
    if (online) this.#tellPresence(true);
    return this.#switchListeners();
  }

  // Say which room the screen shows, or null: its messages then ring nowhere.
  showRoom(roomId) {
    if (roomId === this.#roomId) return;
    this.#roomId = roomId;
    this.#tellPresence(true);
  }

  // Simulate an app that is closed, or open again. A closed app is reached by pushes alone.
  async setAsleep(asleep) {
    if (asleep) await this.#tellPresence(false);
    this.asleep = asleep;
    if (!asleep) this.#tellPresence(true);
    await this.#switchListeners();
  }

  // Sign out: nothing of this person listens or calls any more.
  async leave() {
    await this.setAsleep(true);
    this.functions.unplug();
    await deleteApp(this.app);
  }

  #switchListeners() {
    const change = this.online && !this.asleep ? enableNetwork : disableNetwork;
    this.#switching = this.#switching.then(() => change(this.documents));
    return this.#switching;
  }

  // A failure has no effect, because the lease ends by itself.
  async #tellPresence(online, options) {
    const body = { online, connection_id: this.#connectionId, room_id: online ? this.#roomId : null };
    if (this.online && !this.asleep) await this.functions.post("update-presence", body, options).catch(() => {});
  }
}

// Sign in by SMS code, as experts do. The Auth emulator needs no reCAPTCHA and lists the codes.
async function signInByPhone(auth, phone) {
  const toolkit = `${cloud.auth}/identitytoolkit.googleapis.com/v1/accounts:sendVerificationCode?key=local`;
  const headers = { "content-type": "application/json" };
  const sent = await fetch(toolkit, { method: "POST", headers, body: JSON.stringify({ phoneNumber: phone }) });
  const { sessionInfo } = await sent.json();
  const codes = await fetch(`${cloud.auth}/emulator/v1/projects/${cloud.project}/verificationCodes`);
  const { verificationCodes } = await codes.json();
  const { code } = verificationCodes.find((each) => each.sessionInfo === sessionInfo);
  return signInWithCredential(auth, PhoneAuthProvider.credential(sessionInfo, code));
}
