// Dash asks for a bundle as name.v4_4_1m1700000000.min.js: its version, and when the file was installed. The second
// differs from machine to machine, so the files lie in the bucket without it: name.v4_4_1.min.js.
function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/(\/[^\/.]+\.v[\w-]+)m[0-9a-fA-F]+(\.[^\/]+)$/, "$1$2");
  return request;
}
