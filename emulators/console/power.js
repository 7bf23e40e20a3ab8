// Power button, sign-out and dark screen of a phone. The dark screen shows the pushes that arrive, as in a pocket.

import { cloud } from "./cloud.js";
import { arrange, h, icon, iconButton } from "./elements.js";
import { openLink } from "./links.js";
import { clock, trouble } from "./wording.js";

const LOOK_AGAIN_MS = 1_000;

export class Power {
  #phone;
  #who;
  #known = new Set(); // pushes from before the screen went dark: an open app shows no pushes
  #rows = new Map();
  #looking = null;

  constructor(phone, who) {
    this.#phone = phone;
    this.#who = who;
    this.button = iconButton("power", "Matikan layar", () => this.toggle(), { disabled: true });
    this.exit = iconButton("leave", "Keluar dari akun", () => this.#askToSignOut(), { disabled: true });
    this.inbox = h("a", { class: "round", target: "_blank", title: "Kotak masuk", "aria-label": "Kotak masuk" }, icon("mail"));
    this.buttons = h("span", { class: "powers" }, this.inbox, this.exit, this.button);
    this.time = h("p", { class: "large-time" });
    this.pushes = h("ul", { class: "pushes", "aria-label": "Push" });
    this.screen = h(
      "div",
      { class: "dark", role: "group", "aria-label": "Layar mati", hidden: true },
      this.time,
      this.pushes,
    );
    this.screen.addEventListener("click", (event) => event.target.closest("button") || this.toggle());
  }

  get isDark() {
    return !this.screen.hidden;
  }

  // Register the device at each start, as apps do: only registered devices get pushes.
  async start() {
    const { functions, email, number } = this.#phone.person;
    const device = { token: this.#token, platform: "android", app: "konsol", name: `Ponsel ${this.#who.name}` };
    await this.#phone.attempt(() => functions.post("register-device", device));
    const addresses = [email, number, this.#token].filter(Boolean).map((address) => ["to", address]);
    this.inbox.href = `${cloud.providers}/inbox?${new URLSearchParams(addresses)}`;
    this.button.disabled = this.exit.disabled = false;
  }

  async toggle() {
    this.button.disabled = true;
    if (this.isDark) await this.#wake();
    else await this.#goDark();
    const label = this.isDark ? "Nyalakan layar" : "Matikan layar";
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.button.disabled = false;
  }

  // The same phone has the same token after a reload of the page.
  get #token() {
    return `console:${this.#who.account}`;
  }

  async #goDark() {
    await this.#phone.person.setAsleep(true);
    this.#known = new Set((await this.#fetch()).map((push) => push.name));
    this.#phone.sheet.close();
    this.#phone.view.inert = true;
    this.pushes.replaceChildren();
    this.#rows.clear();
    this.screen.hidden = false;
    this.#look();
  }

  async #wake() {
    clearTimeout(this.#looking);
    this.screen.hidden = true;
    this.#phone.view.inert = false;
    await this.#phone.person.setAsleep(false);
    await this.#phone.catchUp();
  }

  async #look() {
    if (this.#phone.person.online) this.#draw(await this.#fetch());
    if (this.isDark) this.#looking = setTimeout(() => this.#look(), LOOK_AGAIN_MS);
  }

  // The local FCM keeps all pushes. A real one sends them to the device.
  async #fetch() {
    const answer = await fetch(`/pushes?${new URLSearchParams({ token: this.#token })}`).catch(() => null);
    return answer?.ok ? (await answer.json()).items : [];
  }

  // Of the pushes with one tag, which stand for one notification, a phone shows the latest.
  #draw(found) {
    const latest = new Map();
    for (const push of found.filter(({ name }) => !this.#known.has(name))) {
      const tag = push.message.android?.notification?.tag ?? push.name;
      latest.delete(tag);
      latest.set(tag, push);
    }
    arrange(this.pushes, [...latest.values()].reverse().map((push) => this.#row(push)));
  }

  #row(push) {
    const { name, title, body, at } = push;
    if (!this.#rows.has(name)) {
      const said = [h("strong", { dir: "auto" }, title), h("span", { dir: "auto" }, body)];
      const about = h("span", { class: "about" }, icon("bell"), "Temani · ", h("time", { datetime: at }, clock(new Date(at))));
      const button = h("button", { type: "button", class: "push", onclick: () => this.#tap(push) }, about, said);
      this.#rows.set(name, h("li", {}, button));
    }
    return this.#rows.get(name);
  }

  async #tap({ data }) {
    await this.toggle();
    await this.#phone.bell.recordTap(data);
    if (data.link) await openLink(this.#phone, data.link);
  }

  #askToSignOut() {
    this.#phone.sheet.ask("Keluar dari akun ini?", "Keluar", () => this.#signOut(), { sign: "leave" });
  }

  // The device is forgotten first, so that the next person who uses the phone reads no pushes of this one.
  async #signOut() {
    const { person, view, element } = this.#phone;
    try {
      await person.functions.post("forget-device", { token: this.#token });
    } catch (error) {
      this.#phone.tell(trouble(error));
      return;
    }
    this.#phone.end();
    await person.leave();
    const next = new this.#phone.constructor(this.#who);
    const signIn = () => (element.replaceWith(next.element), next.start());
    view.replaceChildren(
      h(
        "div",
        { class: "signed-out" },
        h("p", {}, "Anda sudah keluar."),
        h("button", { type: "button", class: "plain", onclick: signIn }, "Masuk lagi"),
      ),
    );
  }
}
