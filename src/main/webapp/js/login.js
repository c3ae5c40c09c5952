// Keeps where the viewer was going, relative to the console's home: the server never sees the part of an address after
// '#'.
const query = new URLSearchParams(location.search);
const next = query.get("next") ?? "";

document.getElementById("next").value = next.includes("#") ? next : next + location.hash;
const why = ["failed", "denied", "throttled", "refused", "expired"].find(name => query.has(name));
if (why) document.getElementById(why).hidden = false;

const elsewhere = document.getElementById("elsewhere");
const { openid } = await fetch("login").then(
  answer => answer.json(),
  () => ({}),
);
if (openid) {
  elsewhere.href = `login/openid?next=${encodeURIComponent(document.getElementById("next").value)}`;
  elsewhere.hidden = false;
}
