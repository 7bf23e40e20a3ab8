// Texts of the pairing page.

import { serverNow } from "../server_clock.js";

export const MOODS = {
  sad: "😢 Sedih",
  anxious: "😟 Cemas",
  angry: "😠 Marah",
  lonely: "🥺 Kesepian",
  stressed: "😣 Stres",
  confused: "🤔 Bingung",
};

export const TOPICS = ["Pekerjaan", "Keluarga", "Hubungan", "Diri sendiri"];

export const moodOf = (mood) => MOODS[mood] ?? (mood ? "💬 Lainnya" : null);

const GIVEN_BACK = {
  trial: "Sesi percobaanmu utuh kembali.",
  credit: "Kreditmu sudah kembali.",
  order: "Uangmu dikembalikan.",
};

// A call that was never sent to experts was not charged.
export const givenBack = ({ entitlement, called_at: calledAt }) =>
  calledAt ? GIVEN_BACK[entitlement.kind] : "Tidak ada yang ditagih.";

const ENDED_BY = {
  timeout: "waktunya habis",
  customer: "diakhiri pelanggan",
  expert: "diakhiri bestie",
  admin: "diakhiri pengawas",
  system: "tidak ada bestie",
};

export const endOf = ({ ended_by: by }) => `Selesai: ${ENDED_BY[by]}`;

// Return minutes and seconds until `moment`, at least 0:00.
export function left(moment, now = serverNow()) {
  const seconds = Math.max(0, Math.ceil((moment - now) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
