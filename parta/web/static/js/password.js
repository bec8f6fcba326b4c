// The eye beside a password field: shows and hides what is typed. The button is hidden until JavaScript is here.

export function attach(button) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", show);
  });
  input.form.addEventListener("submit", () => { input.type = "password"; });
}
