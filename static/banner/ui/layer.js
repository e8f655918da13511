/** What both layers have in common. */

/** Return the attributes of layer `number`; its title has the id cg-title, its first words cg-text. */
export function layerAttributes(number) {
  return { "data-cg-layer": number, role: "dialog", "aria-labelledby": "cg-title", "aria-describedby": "cg-text" };
}
