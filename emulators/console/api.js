// Client of the functions over HTTP: GET reads, POST changes; errors are problem+json with a code.

import { dated } from "./listening.js";
import { measureClock } from "./server_clock.js";

const PATIENCE_MS = 15_000;

// `code` is for programs, `detail` for people, in Indonesian. `passing`: the same call may succeed later.
export class Refused extends Error {
  constructor({ code, title, detail, errors = [], request_id: requestId }, status) {
    super(detail ?? title);
    const passing = status === 429 || status >= 500;
    Object.assign(this, { code, fields: errors.map((each) => each.field), requestId, passing });
  }
}

// No answer: the call may have been carried out or not. Every call here may be repeated.
export class NoNetwork extends Error {
  code = "no_network";
  passing = true;
}

export class Functions {
  #base;
  #token;
  #settled;
  #plug = new AbortController();

  // `token` and `settled` return promises: of the ID token, and of the moment from which documents may change.
  constructor(base, token, settled) {
    this.#base = base;
    this.#token = token;
    this.#settled = settled;
  }

  get(name, query) {
    return this.#call(`${name}?${new URLSearchParams(query)}`, { method: "GET" });
  }

  // Calls with the same idempotency `key` have one effect.
  async post(name, body, { key, ...options } = {}) {
    // A page that is being closed has no time to wait, and without a network the call fails at once.
    if (!options.keepalive && !this.#plug.signal.aborted) await this.#settled();
    const headers = key ? { "Idempotency-Key": key } : {};
    return this.#call(name, { method: "POST", body: JSON.stringify(body), headers, ...options });
  }

  // Upload a file directly to object storage, with the signed URL and headers from a function.
  put(url, headers, file) {
    return this.#fetch(url, { method: "PUT", headers, body: file });
  }

  // Simulate the loss of the network: cancel calls in progress and fail all calls until `plugIn`.
  unplug() {
    this.#plug.abort();
  }

  plugIn() {
    this.#plug = new AbortController();
  }

  async #call(path, options) {
    const authorization = `Bearer ${await this.#token()}`;
    const told = { Authorization: authorization, "Content-Type": "application/json", "Accept-Language": "id" };
    const headers = { ...options.headers, ...told };
    const response = await this.#fetch(`${this.#base}/${path}`, { ...options, headers }, measureClock);
    const text = await response.text();
    return text && dated(JSON.parse(text));
  }

  // `measure` is told of the answer, when the request was sent and when the answer came. Storage's answers name no time.
  async #fetch(url, options, measure = () => {}) {
    const signal = AbortSignal.any([this.#plug.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const sent = Date.now();
    const response = await fetch(url, { ...options, signal }).catch((error) => {
      throw new NoNetwork(error.message);
    });
    measure(sent, Date.now(), response);
    if (!response.ok) throw await problem(response);
    return response;
  }
}

async function problem(response) {
  const isProblem = response.headers.get("content-type")?.includes("json");
  const { status } = response;
  return new Refused(isProblem ? await response.json() : { code: "unknown", title: `HTTP ${status}` }, status);
}
