// The functions over HTTP: a GET asks, a POST changes; what goes wrong comes as problem+json with a code.

import { dated } from "./listening.js";

const PATIENCE_MS = 15_000;

// `code` is for programs; `detail` was written for a person, in English. *passing*: the same may be done a little later.
export class Refused extends Error {
  constructor({ code, title, detail, errors = [], request_id: requestId }, status) {
    super(detail ?? title);
    const passing = status === 429 || status >= 500;
    Object.assign(this, { code, fields: errors.map((each) => each.field), requestId, passing });
  }
}

// There was no answer: nobody knows whether it was done. Every call here may be repeated.
export class NoNetwork extends Error {
  code = "no_network";
  passing = true;
}

export class Functions {
  #base;
  #token;
  #plug = new AbortController();

  constructor(base, token) {
    this.#base = base;
    this.#token = token;
  }

  get(name, query) {
    return this.#call(`${name}?${new URLSearchParams(query)}`, { method: "GET" });
  }

  // With the same *key* it is done once, however often it is sent.
  post(name, body, { key, ...options } = {}) {
    const headers = key ? { "Idempotency-Key": key } : {};
    return this.#call(name, { method: "POST", body: JSON.stringify(body), headers, ...options });
  }

  // The file goes straight to the storage, by the leave that a function has given.
  put(url, headers, file) {
    return this.#fetch(url, { method: "PUT", headers, body: file });
  }

  // Pull the plug: what is on its way is lost, and nothing goes out until `plugIn`.
  unplug() {
    this.#plug.abort();
  }

  plugIn() {
    this.#plug = new AbortController();
  }

  async #call(path, options) {
    const authorization = `Bearer ${await this.#token()}`;
    const headers = { ...options.headers, Authorization: authorization, "Content-Type": "application/json" };
    const response = await this.#fetch(`${this.#base}/${path}`, { ...options, headers });
    const text = await response.text();
    return text && dated(JSON.parse(text));
  }

  async #fetch(url, options) {
    const signal = AbortSignal.any([this.#plug.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const response = await fetch(url, { ...options, signal }).catch((error) => {
      throw new NoNetwork(error.message);
    });
    if (!response.ok) throw await problem(response);
    return response;
  }
}

async function problem(response) {
  const isProblem = response.headers.get("content-type")?.includes("json");
  const { status } = response;
  return new Refused(isProblem ? await response.json() : { code: "unknown", title: `HTTP ${status}` }, status);
}
