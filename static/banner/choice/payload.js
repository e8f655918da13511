// Writes what core/cookie.js reads; tests/vectors/consent_cookie.json binds both to the server.

export function formatPayload(choice, vendors) {
  let bits = "";
  for (const { id, category } of vendors) {
    bits += +((choice.vendors[id] ?? choice.categories[category]) !== choice.categories[category]);
  }
  const four = (digits) => parseInt(digits.padEnd(4, "0"), 2).toString(16);
  const exceptions = bits.includes("1") ? bits.replace(/.{1,4}/g, four) : "";
  const { functional, analytics, advertising, social } = choice.categories;
  const categories = [functional, analytics, advertising, social].map(Number).join("");
  const payload = `1.${choice.version}.${choice.day}.${categories}.${exceptions}`;
  // A refusal must not single anybody out.
  const granted = categories.includes("1") || Object.values(choice.vendors).includes(true);
  return choice.record && granted ? payload + "." + choice.record : payload;
}
