/* Components look at Dash's state once after each burst of changes, not after each change.

   One answer of the server is about thirty changes of the state, one brush two hundred, and after each of them Dash has
   every component of the page check whether it is affected: most of the time of a redraw. What Dash subscribes to its
   store once it is announced in window.dash_stores are the components; the callbacks, subscribed before, stay at once. */
(() => {
  const stores = (window.dash_stores = window.dash_stores || []);
  stores.push = (store) => {
    const { subscribe } = store;
    store.subscribe = (look) => {
      let waiting = false;
      return subscribe(() => {
        if (waiting) return;
        waiting = true;
        setTimeout(() => {
          waiting = false;
          look();
        });
      });
    };
    return Array.prototype.push.call(stores, store);
  };
})();
