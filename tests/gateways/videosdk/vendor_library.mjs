// VideoSDK's own server library, to compare ours with: reads one request as JSON, and prints one answer as JSON.
import { VideoSDK, verifyToken } from "@videosdk.live/server-sdk";

const { task, ...told } = JSON.parse(process.argv[2]);

const open = () => new VideoSDK({ apiKey: told.apiKey, secret: told.secret, apiEndpoint: told.url, maxRetries: 0 });

const tasks = {
  verifyToken: () => verifyToken(told.token, told.secret),
  verifySync: () => new VideoSDK({ apiKey: "k", secret: "s" }).webhooks.verifySync(told.raw, told.signature, told.key),
  verify: () => open().webhooks.verify(told.raw, told.signature),
  joinToken: () => open().accessToken().setParticipant(told.participant).grant("allow_join").forRoom(told.room).toJwt(),
  defaultToken: () => open().accessToken().forRoom(told.room).toJwt(),
  createRoom: () => open().rooms.create(told.options),
  getRoom: () => open().rooms.get(told.room),
  validateRoom: () => open().rooms.validate(told.room),
  endRoom: () => open().rooms.end(told.room),
  listSessions: async () => {
    const found = [];
    for await (const session of await open().sessions.list({ roomId: told.room, limit: told.limit })) found.push(session);
    return found;
  },
  listParticipants: async () => {
    const found = [];
    for await (const one of await open().sessions.listParticipants(told.session)) found.push(one);
    return found;
  },
};

try {
  console.log(JSON.stringify({ answer: await tasks[task]() }));
} catch (error) {
  console.log(JSON.stringify({ error: error.name, message: error.message }));
}
