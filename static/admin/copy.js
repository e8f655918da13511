// Offers to copy the text that a button names; where the clipboard is closed to pages (plain http), nothing is offered.

const SAID_MS = 2000;

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) offer(button);
}

function offer(button) {
  const label = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it by hand";
    }
    setTimeout(() => { button.textContent = label; }, SAID_MS);
  });
}
