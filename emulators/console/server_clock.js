// The server's clock: this device's own clock may be wrong by hours, so times of documents are never compared with it.

let offset = 0; // milliseconds by which the server is ahead of this device
let uncertainty = Infinity; // half of the round trip in which the offset was measured

// Return the server's time in milliseconds, as `Date.now()` does of the device's.
export function serverNow() {
  return Date.now() + offset;
}

// Measure the offset from an answer. The server named its time between `sent` and `received`: on average in the middle.
// A quicker answer is more precise. One that contradicts shows that the device's clock was set, or has slept.
export function measureClock(sent, received, response) {
  const time = Date.parse(response.headers.get("X-Server-Time") ?? "");
  if (Number.isNaN(time)) return;
  const measured = time - (sent + received) / 2;
  const half = (received - sent) / 2;
  if (half > uncertainty && Math.abs(measured - offset) <= half + uncertainty) return;
  offset = measured;
  uncertainty = half;
}
