// The usual way: a Socket.io room. A message is stored before it is passed on, since a chat that forgets is no peer.
// Takes one argument, {project, firestore}; prints its port.

import { createServer } from "node:http";
import { doc, setDoc } from "firebase/firestore";
import { Server } from "socket.io";
import { documentsOf } from "./listen.mjs";

const documents = documentsOf(JSON.parse(process.argv[2]), "server", "owner");
const server = createServer();
const io = new Server(server, { transports: ["websocket"] });

io.on("connection", (socket) => {
  socket.on("join", (room, joined) => {
    socket.join(room);
    joined();
  });
  socket.on("say", async (room, message) => {
    await setDoc(doc(documents, "rooms", room, "messages", message.id), message);
    io.to(room).emit("said", message);
  });
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
