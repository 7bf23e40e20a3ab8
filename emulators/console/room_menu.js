// Menu of one room, on a sheet: pin, mute, invite to a group, block.

import { h } from "./elements.js";

export function openRoomMenu(phone, room) {
  const { sheet } = phone;
  const post = (name, body) => phone.press(name, { room_id: room.id, ...body });
  const pinned = room.pinnedAt !== null;
  sheet.open(
    "Menu percakapan",
    h("p", { class: "about", dir: "auto" }, room.title),
    sheet.action("pin", pinned ? "Lepas sematan" : "Sematkan", () => post("pin-room", { pinned: !pinned })),
    sheet.action(room.muted ? "bell" : "mute", room.muted ? "Bunyikan" : "Bisukan", () =>
      post("mute-room", { muted: !room.muted }),
    ),
    room.other && sheet.action("reply", `Buat grup dengan ${room.title}`, () => createGroup(phone, room)),
    room.other && sheet.action("block", `Blokir ${room.title}`, () => askToBlock(phone, room), { dangerous: true }),
  );
}

// The other person becomes a member by accepting.
async function createGroup(phone, room) {
  const wanted = { name: `Grup ${phone.person.name}`, member_ids: [room.other] };
  const group = await phone.press("create-group-room", wanted);
  if (group) phone.tell(`${room.title} diundang`);
}

function askToBlock(phone, room) {
  const question = `Blokir ${room.title}? Kalian tidak akan saling melihat percakapan ini.`;
  phone.sheet.ask(question, "Blokir", async () => {
    const blocked = await phone.press("block-user", { user_id: room.other, room_id: room.id });
    if (blocked) phone.tell(`${room.title} diblokir`);
  });
}
