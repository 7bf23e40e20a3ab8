// Offer of a mentor, and the booking of a session: what other pages of the products do, done here by one press.

import { cloud } from "../cloud.js";
import { Functions } from "../api.js";

const PROFILE = {
  headline: "Manajer produk",
  city: "Jakarta",
  years: 8,
  bio: "Dari engineer ke manajer produk.",
  expertise: ["Product Strategy"],
  languages: ["id"],
};
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const HOURS = { weekly: DAYS.map((day) => ({ day, spans: [{ begins: "08:00", ends: "20:00" }] })) };
// Free sessions: the payment has pages of its own.
export const SERVICES = { chat: "Konsultasi chat", video: "Konsultasi video" };
const TERMS = { minutes: 30, price: 0 };
const MOST_EXPERTS = 100;

const settledAtOnce = async () => {};

// Let a person apply as an expert, be accepted by a sample admin, and offer sessions. Done once for each account.
export async function offerSessions(name, account) {
  const applicant = await signIn("customer", account);
  await applicant.functions.post("register-user", { full_name: name });
  const applied = await unless("already_expert", () =>
    applicant.functions.post("apply-as-expert", { profile: { ...PROFILE, full_name: name } }),
  );
  if (!applied) return;
  const admin = await signIn("admin", `admin.${account}`);
  const decision = { expert_id: applicant.uid, decision: "accept", reason: "Selamat datang!" };
  await admin.functions.post("review-expert-application", decision);
  const expert = await signIn("expert", account);
  await expert.functions.post("save-hours", HOURS);
  for (const [kind, title] of Object.entries(SERVICES))
    await expert.functions.post("save-service", { name: title, kind, ...TERMS });
}

// Book the first free time of a mentor as a customer, and return the booking.
export async function bookFirstTime(functions, mentorAccount, kind) {
  const { uid } = await signIn("expert", mentorAccount);
  const listed = await functions.get("list-experts", { limit: MOST_EXPERTS, sort: "soonest" });
  const { slug } = listed.items.find((each) => each.expert_id === uid);
  const { services } = await functions.get("get-expert", { slug });
  const { service_id } = services.find((each) => each.kind === kind);
  const days = await functions.get("list-free-slots", { expert_id: uid, service_id });
  const starts_at = days.items.flatMap((day) => day.slots)[0].starts_at.toISOString();
  const wish = { expert_id: uid, service_id, starts_at, topic: "Langkah karier berikutnya" };
  return functions.post("request-booking", wish, { key: crypto.randomUUID() });
}

async function signIn(role, account) {
  const response = await fetch(`/people/${role}?${new URLSearchParams({ name: account })}`, { method: "POST" });
  if (!response.ok) throw new Error((await response.json()).title);
  const { uid, id_token: token } = await response.json();
  return { uid, functions: new Functions(cloud.functions, async () => token, settledAtOnce) };
}

// Return the answer, or null if the function refuses with this code.
async function unless(code, ask) {
  try {
    return await ask();
  } catch (error) {
    if (error.code === code) return null;
    throw error;
  }
}
