// Texts of the page of booked sessions.

const ENDED_BY = {
  timeout: "waktunya habis",
  customer: "diakhiri pelanggan",
  expert: "diakhiri mentor",
  admin: "diakhiri pengawas",
  system: "diakhiri sistem",
  cancellation: "dibatalkan",
};

export const endOf = ({ ended_by: by }) => `Selesai: ${ENDED_BY[by]}`;

export const OUTCOMES = {
  both_came: "Kalian berdua hadir.",
  not_observed: "Sesi selesai.",
  technical_failure: "Ruang video tidak bisa dimasuki. Uangnya dikembalikan.",
  ended_early: "Mentor mengakhiri sesi lebih awal. Sebagian uangnya dikembalikan.",
  customer_absent: "Pelanggan tidak hadir.",
  expert_absent: "Mentor tidak hadir. Uangnya dikembalikan.",
  nobody_came: "Tidak ada yang hadir. Uangnya dikembalikan.",
};
