"""That assets/renderer.js still finds what it hooks into: a version of Dash may move it."""

BURST = """
const done = arguments[0];
let looks = 0;
const leave = window.dash_stores[0].subscribe(() => { looks += 1; });
for (const text of ["one", "two", "three"]) {
  window.dash_clientside.set_props("app-toast", { data: { text, at: Date.now() } });
}
setTimeout(() => { leave(); done(looks); }, 0);
"""


def test_components_look_once_after_a_burst_of_changes(person):
    person.go("/")
    person.wait("#jobs-list")
    person.until(person.has_settled)
    assert person.driver.execute_async_script(BURST) == 1
    person.says("#app-toast-box", "three")
