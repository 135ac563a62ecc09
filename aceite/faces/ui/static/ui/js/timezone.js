// Tells the server the reader's time zone, so that times are written in it, with its name.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`tz=${zone}`)) document.cookie = `tz=${zone};path=/;max-age=31536000;samesite=lax`;
