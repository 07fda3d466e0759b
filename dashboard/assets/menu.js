/* Menus are <details class="bp-menu">: they open without a script and close on Escape, on a click elsewhere and on a choice.
   Forms inside carry the CSRF token from its cookie. */
(() => {
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };
  window.bpCsrfToken = () => cookie("_csrf_token");

  const close = (except) => {
    document.querySelectorAll("details.bp-menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.bp-menu");
    const chose = event.target.closest("details.bp-menu .dropdown-item");
    close(chose ? null : menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.bp-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener(
    "submit",
    (event) => {
      const token = event.target.querySelector('input[name="csrf_token"]');
      if (token && !token.value) token.value = window.bpCsrfToken();
    },
    true,
  );
})();
