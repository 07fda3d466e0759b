// What the application can no longer see behind CloudFront: the host that was asked for, and who asked.
// A browser can't say them in our place: what it sends under these names is overwritten here.
function handler(event) {
  var request = event.request;
  request.headers["x-batchprot-host"] = { value: request.headers.host.value };
  request.headers["x-batchprot-viewer"] = { value: event.viewer.ip };
  return request;
}
