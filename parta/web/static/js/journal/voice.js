// The page speaks: one polite region for what was entered, one alert for what was refused.

export function voiceOf(root) {
  const polite = root.querySelector("[data-say]");
  const alert = root.querySelector("[data-alert]");
  return {
    say(text) { polite.textContent = text; },
    warn(text) {
      alert.textContent = "";
      alert.textContent = text;
    },
  };
}
