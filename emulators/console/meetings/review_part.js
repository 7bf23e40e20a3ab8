// Review of a session on its card: the form, then the words of both sides, each read once both are final.

import { h } from "../elements.js";

const STARS = [5, 4, 3, 2, 1];

// Return the part with its `element`; `draw` shows the reviews as the functions answer them, or nothing without them.
export function reviewPart(send) {
  const stars = h(
    "select",
    { "aria-label": "Bintang" },
    STARS.map((count) => h("option", { value: count }, "★".repeat(count))),
  );
  const text = h("textarea", {
    "aria-label": "Ulasan",
    dir: "auto",
    rows: "2",
    maxlength: "2000",
    placeholder: "Bagaimana sesinya?",
  });
  const button = h("button", { type: "submit", class: "primary" }, "Kirim ulasan");
  const form = h("form", { class: "review", hidden: true }, stars, text, button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(Number(stars.value), text.value.trim());
    button.disabled = false;
  });
  const mine = h("p", { class: "mine", dir: "auto", hidden: true });
  const theirs = h("p", { class: "theirs", dir: "auto", hidden: true });
  const draw = (reviews) => {
    form.hidden = !reviews?.can_write || Boolean(reviews.mine);
    say(mine, "Ulasanmu", reviews?.mine);
    say(theirs, "Ulasan untukmu", reviews?.theirs);
  };
  return { element: h("div", { class: "reviews" }, form, mine, theirs), draw };
}

function say(line, whose, review) {
  line.hidden = !review;
  line.textContent = review ? `${whose}: ${"★".repeat(review.stars)} ${review.text}` : "";
}
