// Texts of the console: Indonesian, with times in Jakarta's time zone.

import { serverNow } from "./server_clock.js";

const ZONE = "Asia/Jakarta";
const DAY_MS = 86_400_000;

const format = (options) => new Intl.DateTimeFormat("id-ID", { timeZone: ZONE, ...options });
const CLOCK = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const LONG_DAY = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "2-digit", month: "2-digit", year: "2-digit" });

export const clock = (moment) => CLOCK.format(moment);
export const fullMoment = (moment) => `${LONG_DAY.format(moment)} pukul ${clock(moment)} WIB`;

export function day(moment, now = new Date(serverNow())) {
  return near(moment, now) ?? LONG_DAY.format(moment);
}

export function inList(moment, now = new Date(serverNow())) {
  const word = near(moment, now);
  return word === "Hari ini" ? clock(moment) : (word ?? SHORT_DAY.format(moment));
}

export function lastSeen(moment, now = new Date(serverNow())) {
  const word = near(moment, now)?.toLowerCase() ?? SHORT_DAY.format(moment);
  return `Terakhir dilihat ${word} pukul ${clock(moment)}`;
}

function near(moment, now) {
  const date = SHORT_DAY.format(moment);
  if (date === SHORT_DAY.format(now)) return "Hari ini";
  return date === SHORT_DAY.format(new Date(now - DAY_MS)) ? "Kemarin" : null;
}

export function size(bytes) {
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KB"] : [bytes / 1024 ** 2, "MB"];
  return `${amount.toLocaleString("id-ID", { maximumFractionDigits: 1 })} ${unit}`;
}

// Return one line that summarises a message, for lists and quotes.
export function gist({ kind, body, text, deleted, deleted_at: deletedAt, attachment }) {
  if (deleted || deletedAt) return "Pesan ini dihapus";
  const said = (body ?? text ?? "").replace(/\s+/g, " ");
  if (said) return said;
  return kind === "image" ? "Foto" : (attachment?.name ?? "Berkas");
}

export const CRISIS = "Kamu tidak sendirian. Bantuan ada, siang dan malam";

const NOTICES = {
  opened: (by) => `${by} membuka percakapan ini`,
  added: (by, people) => (by === people ? `${by} bergabung` : `${by} menambahkan ${people}`),
  removed: (by, people) => `${by} mengeluarkan ${people}`,
  left: (by, people) => `${people || by} keluar`,
  renamed: (by) => `${by} mengganti nama grup`,
  new_avatar: (by) => `${by} mengganti gambar grup`,
  closed: () => "Percakapan ini ditutup",
  reopened: () => "Percakapan ini dibuka kembali",
  ending: (_by, _people, { minutes }) => `Sesi ini berakhir dalam ${minutes} menit`,
  crisis: () => CRISIS,
  crisis_over: () => "Tidak ada yang dalam bahaya. Waktu berjalan lagi",
};

export function notice(told, nameOf) {
  const { kind, by, people } = told;
  return NOTICES[kind]?.(by ? nameOf(by) : "Temani", people.map(nameOf).join(", "), told) ?? "Percakapan ini berubah";
}

// States of a picture in a call that cannot be fetched (yet).
export const CLEANING = {
  pending: "Foto sedang disiapkan…",
  missing: "Foto tidak pernah diterima",
  unreadable: "Foto tidak bisa dibaca, jadi tidak dikirim",
  too_large: "Foto terlalu besar, jadi tidak dikirim",
};

export const NOTIFICATION_KINDS = {
  chat_message: "Pesan obrolan",
  booking: "Booking",
  session: "Sesi",
  pairing: "Panggilan",
  transaction: "Transaksi",
  payout: "Pencairan dana",
  event_reminder: "Pengingat acara",
  comment: "Komentar",
  post: "Kiriman",
  course_discussion: "Diskusi kursus",
  content_update: "Konten baru",
  follower: "Pengikut",
  achievement: "Pencapaian",
  membership: "Keanggotaan",
  affiliate: "Afiliasi",
  product_review: "Ulasan produk",
  review: "Ulasan",
  security: "Keamanan",
  crisis: "Krisis",
  system: "Sistem",
};

export const kindOf = (kind) => NOTIFICATION_KINDS[kind] ?? "Lainnya";

export const CHANNELS = { in_app: "Aplikasi", push: "Push", email: "Surel", sms: "SMS", whatsapp: "WhatsApp" };

const BOOKING_STATES = {
  requested: "Menunggu jawaban",
  awaiting_payment: "Menunggu pembayaran",
  confirmed: "Terkonfirmasi",
  completed: "Selesai",
  no_show: "Tidak hadir",
  rejected: "Ditolak",
  expired: "Kedaluwarsa",
  cancelled: "Dibatalkan",
};

export const bookingState = (status) => BOOKING_STATES[status] ?? status;

const TROUBLES = {
  no_network: "Tidak ada jaringan",
  unauthenticated: "Sesi berakhir. Muat ulang halaman ini",
  limit_reached: "Terlalu sering. Coba lagi nanti",
  identity_needed: "Buat akun dulu untuk melanjutkan",
  too_fast: "Terlalu cepat. Tunggu sebentar",
  blocked: "Kalian tidak bisa saling berkirim pesan",
  room_closed: "Percakapan ini sudah ditutup",
  room_not_found: "Percakapan ini tidak tersedia lagi",
  too_late_to_change: "Pesan ini sudah terlalu lama untuk diubah",
  message_deleted: "Pesan ini sudah dihapus",
  attachment_refused: "Berkas ini terlalu besar atau tidak boleh dikirim",
  attachment_missing: "Berkas tidak ditemukan",
  attachment_not_ready: "Foto sedang disiapkan",
  too_many_pinned: "Sematan sudah penuh",
  too_many_reactions: "Reaksi sudah penuh",
  already_taken: "Sudah diambil bestie lain",
  already_searching: "Panggilan atau sesi tadi belum selesai",
  pairing_over: "Panggilan ini sudah selesai",
  not_online: "Kamu sedang luring",
  no_room_left: "Kamu sudah menemani sebanyak yang kamu bisa",
  expert_suspended: "Kamu belum bisa menerima panggilan",
  must_register: "Buat akun dulu untuk melanjutkan",
  session_over: "Sesi ini sudah berakhir",
};

const FIELDS = {
  body: "Isi pesan harus 1 sampai 4.000 karakter yang terlihat",
  content_type: "Jenis berkas ini tidak bisa dikirim",
  bytes: "Berkas ini kosong atau terlalu besar",
  name: "Nama berkas ini tidak bisa dipakai",
};

// Return the text of an error. An error without a text here shows the function's own message.
export function trouble(error) {
  const field = error.fields?.map((name) => FIELDS[name.split(".").pop()]).find(Boolean);
  return field ?? TROUBLES[error.code] ?? error.message;
}
