// The visitor's key to their own record; kept only while something is granted.

const RECEIPT = "cg_receipt";

export function readReceipt() {
  try {
    const { record, receipt } = JSON.parse(localStorage[RECEIPT]);
    return record && receipt && { record, receipt };
  } catch {
    return null; // none, or storage is blocked
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
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const digits = bytes.map((byte) => (byte + 256).toString(16).slice(1)).join("");
  return digits.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-a$4-");
}
