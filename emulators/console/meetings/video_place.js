// Way into the video room of a session: a link to the local VideoSDK's page, which stands for camera and microphone.

import { cloud } from "../cloud.js";
import { h } from "../elements.js";

// Return the part with its `element`; `draw` shows the link once this side has access, while the session goes on.
export function videoPlace() {
  const link = h("a", { class: "primary", target: "_blank", rel: "noopener", hidden: true }, "Buka ruang video");
  const draw = ({ status }, access) => {
    link.hidden = !access || status === "ended";
    // The token stands behind the #, which browsers send to nobody.
    if (access) link.href = `${cloud.providers}/videosdk/place#${access.token}`;
  };
  return { element: link, draw };
}
