// The visitor's key to their own record; kept only while something is granted.

const RECEIPT = "cg_receipt";

export function readReceipt() {
  try {
    const { record, receipt } = JSON.parse(localStorage[RECEIPT] || "{}");
    return record && receipt ? { record, receipt } : null;
  } catch {
    return null;
  }
}

export function keepReceipt(receipt) {
  try {
    if (receipt) localStorage[RECEIPT] = JSON.stringify(receipt);
    else localStorage.removeItem(RECEIPT);
  } catch {
    // Storage is blocked: the visitor goes without a receipt.
  }
}

// Version 4 of RFC 9562; crypto.randomUUID exists on https pages only.
export function newEventId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
