// Arithmetic of the bell: which notifications are unread.

// `seq` is the number of the newest notification; `read` holds first and last number of each range that is read or gone.
export function countUnread({ seq = 0, read = [] } = {}) {
  return seq - read.reduce((sum, number, at) => sum + (at % 2 ? number + 1 : -number), 0);
}
