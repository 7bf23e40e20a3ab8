// Card with the hotlines that a person in danger can call.

import { h, icon } from "./elements.js";

export function hotlineCard(hotlines, text) {
  const lines = hotlines.map(({ name, name_en: nameEn, phone }) => {
    // Only the first digits are dialled; an extension, as in "119 ext 8", is for people.
    const [number] = phone.match(/^[+\d][\d\s-]*/) ?? [""];
    const properties = { class: "hotline", href: `tel:${number.replace(/[^+\d]/g, "")}` };
    const shown = inPageLanguage(name, nameEn);
    return h("li", {}, h("a", properties, icon("phone"), h("span", {}, shown), h("strong", {}, phone)));
  });
  return h("div", { class: "crisis", role: "alert" }, h("p", {}, text), h("ul", {}, lines));
}

// A name in English is not always given.
const inPageLanguage = (name, nameEn) => (document.documentElement.lang === "en" && nameEn) || name;
