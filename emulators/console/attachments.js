// Attachments: uploaded with a signed URL and shown with a short-lived link, never sent through a function.

const LINK_GOOD_MS = 4 * 60_000; // one minute less than the lifetime of a link

export const ACCEPTED = "image/*,audio/*,video/mp4,application/pdf,text/plain,application/zip,.docx,.xlsx,.pptx";
// A call takes only pictures whose hidden data the server can remove.
export const ACCEPTED_IN_CALLS = "image/jpeg,image/png,image/webp";

export function picked(file) {
  const isImage = file.type.startsWith("image/");
  return {
    file,
    kind: isImage ? "image" : "file",
    attachment: { name: file.name, content_type: file.type, bytes: file.size },
    preview: isImage ? URL.createObjectURL(file) : null,
  };
}

// Upload a file and return the attachment's data for `send-message`.
export async function uploaded(functions, roomId, file, { name, content_type, bytes }) {
  const leave = await functions.post("create-attachment-upload", { room_id: roomId, name, content_type, bytes });
  await functions.put(leave.url, leave.headers, file);
  return { upload_id: leave.upload_id, name };
}

// Links to the files of one room, requested again after they expire.
export class Links {
  #functions;
  #roomId;
  #known = new Map();

  constructor(functions, roomId) {
    this.#functions = functions;
    this.#roomId = roomId;
  }

  to(messageId) {
    const known = this.#known.get(messageId);
    if (known && Date.now() - known.at < LINK_GOOD_MS) return known.link;
    const query = { room_id: this.#roomId, message_id: messageId };
    const link = this.#functions.get("download-attachment", query).then(({ url }) => url);
    link.catch(() => this.#known.delete(messageId));
    this.#known.set(messageId, { link, at: Date.now() });
    return link;
  }
}
