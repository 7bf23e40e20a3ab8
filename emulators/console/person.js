// Signed-in user of an app, with a client of the functions and of Firestore.

import { PhoneAuthProvider, signInWithCredential, signInWithEmailAndPassword } from "firebase/auth";
import { disableNetwork, enableNetwork } from "firebase/firestore";

import { Functions } from "./api.js";
import { cloud, firebase } from "./cloud.js";
import { settled } from "./listening.js";

const LEASE_RENEWED_MS = 45_000; // "online" is a lease of 90 seconds

export class Person {
  online = true;
  #connectionId = crypto.randomUUID(); // of this tab: another tab of the same person stays online without it
  #switching = Promise.resolve();

  // Sign in and register. The control server creates the account and its role; the rest is as in a real app.
  // `verified`: the account has a verified phone number. `byPhone`: sign in with that number.
  static async arrive({ name, role, account, verified = false, byPhone = false }) {
    const wanted = new URLSearchParams({ name: account, ...((verified || byPhone) && { phone: "verified" }) });
    const response = await fetch(`/people/${role}?${wanted}`, { method: "POST" });
    if (!response.ok) throw new Error((await response.json()).title);
    const { email, password, phone } = await response.json();
    const { auth, documents } = firebase(account);
    const signIn = byPhone ? signInByPhone(auth, phone) : signInWithEmailAndPassword(auth, email, password);
    const { user } = await signIn;
    const functions = new Functions(cloud.functions, () => user.getIdToken(), () => settled(documents));
    const registered = await functions.post("register-user", { full_name: name });
    return new Person(user.uid, registered.full_name, functions, documents);
  }

  constructor(uid, name, functions, documents) {
    Object.assign(this, { uid, name, functions, documents });
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
    const change = online ? enableNetwork : disableNetwork;
    this.#switching = this.#switching.then(() => change(this.documents));
    return this.#switching;
  }

  // A failure has no effect, because the lease ends by itself.
  #tellPresence(online, options) {
    const body = { online, connection_id: this.#connectionId };
    if (this.online) this.functions.post("update-presence", body, options).catch(() => {});
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
